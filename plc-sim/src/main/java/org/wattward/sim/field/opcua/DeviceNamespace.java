package org.wattward.sim.field.opcua;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.sdk.core.AccessLevel;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.nodes.UaFolderNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.sdk.server.util.SubscriptionModel;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.wattward.devices.template.Address.NodePlace;
import org.wattward.devices.template.Address.OpcUaNode;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.time.Time;
import org.wattward.sim.field.Health;
import org.wattward.sim.field.SimulatedDevice;

/** The nodes of one namespace: a folder per device, a variable per point. */
final class DeviceNamespace extends ManagedNamespaceWithLifecycle {
  private final SubscriptionModel subscriptions;
  private final Map<SimulatedDevice, List<NodePoint>> points;
  private final Map<SimulatedDevice, LateSteps> late = new ConcurrentHashMap<>();
  private final Time time;

  DeviceNamespace(OpcUaServer server, String uri, List<SimulatedDevice> devices, Time time) {
    super(server, uri);
    this.time = time;
    this.subscriptions = new SubscriptionModel(server, this);
    getLifecycleManager().addLifecycle(subscriptions);
    this.points =
        devices.stream().collect(Collectors.toMap(device -> device, device -> add(device, uri)));
  }

  /** Puts the device's values of the last step, with the status that its faults ask for. */
  void refresh(SimulatedDevice device) {
    Health health = device.health();
    DateTime sourceTime = new DateTime(time.now().plus(health.clockOffset()));
    Step step = new Step(time.nanos(), device.values(), sourceTime);
    Step shown =
        late.computeIfAbsent(device, _ -> new LateSteps()).after(step, health.delay().toNanos());
    for (NodePoint point : points.getOrDefault(device, List.of())) {
      StatusCode status = status(device, health, point.slot());
      point.show(shown.values[point.slot()], status, shown.sourceTime);
    }
  }

  /** The values of one step, and when they were. */
  private static final class Step {
    private final long nanos;
    private final double[] values;
    private final DateTime sourceTime;

    Step(long nanos, double[] values, DateTime sourceTime) {
      this.nanos = nanos;
      this.values = values;
      this.sourceTime = sourceTime;
    }
  }

  /** Steps that a slow device does not show yet. */
  private static final class LateSteps {
    private final Deque<Step> steps = new ArrayDeque<>();

    /** The newest step that is old enough; the oldest there is while none is. */
    synchronized Step after(Step step, long delayNanos) {
      steps.add(step);
      Step shown = steps.getFirst();
      while (!steps.isEmpty() && step.nanos - steps.getFirst().nanos >= delayNanos) {
        shown = steps.removeFirst();
      }
      return shown;
    }
  }

  private static StatusCode status(SimulatedDevice device, Health health, int slot) {
    if (health.unplugged() || health.silent() || health.halfOpen()) {
      return new StatusCode(StatusCodes.Bad_NoCommunication);
    }
    if (health.exceptionCode() != 0) {
      return new StatusCode(StatusCodes.Bad_UnexpectedError);
    }
    return device.isAbsent(slot) ? new StatusCode(StatusCodes.Bad_SensorFailure) : StatusCode.GOOD;
  }

  private List<NodePoint> add(SimulatedDevice device, String uri) {
    List<NodePoint> added = new ArrayList<>();
    List<PointTemplate> templates = device.device().points();
    for (int slot = 0; slot < templates.size(); slot++) {
      PointTemplate template = templates.get(slot);
      if (template.address() instanceof OpcUaNode address
          && address.place() instanceof NodePlace.Id place
          && place.namespaceUri().equals(uri)) {
        added.add(
            new NodePoint(device, slot, address.scale(), variable(device, slot, place), time));
      }
    }
    if (!added.isEmpty()) {
      addFolder(device, added);
    }
    return List.copyOf(added);
  }

  private void addFolder(SimulatedDevice device, List<NodePoint> added) {
    UaFolderNode folder =
        new UaFolderNode(
            getNodeContext(),
            newNodeId(device.device().prefix()),
            newQualifiedName(device.device().prefix()),
            LocalizedText.english(device.device().title()));
    getNodeManager().addNode(folder);
    folder.addReference(
        new Reference(
            folder.getNodeId(),
            NodeIds.Organizes,
            NodeIds.ObjectsFolder.expanded(),
            Reference.Direction.INVERSE));
    added.forEach(point -> folder.addOrganizes(point.node()));
  }

  private UaVariableNode variable(SimulatedDevice device, int slot, NodePlace.Id place) {
    PointTemplate point = device.device().points().get(slot);
    AccessLevel[] access =
        point.isWritable()
            ? new AccessLevel[] {AccessLevel.CurrentRead, AccessLevel.CurrentWrite}
            : new AccessLevel[] {AccessLevel.CurrentRead};
    UaVariableNode node =
        new UaVariableNode.UaVariableNodeBuilder(getNodeContext())
            .setNodeId(nodeId(device, place))
            .setBrowseName(newQualifiedName(point.name()))
            .setDisplayName(LocalizedText.english(point.title()))
            .setDataType(NodePoint.dataType(point.form()))
            .setTypeDefinition(NodeIds.AnalogUnitType)
            .setAccessLevel(access)
            .setUserAccessLevel(access)
            .build();
    getNodeManager().addNode(node);
    addEngineeringUnits(node, point);
    return node;
  }

  private NodeId nodeId(SimulatedDevice device, NodePlace.Id place) {
    String identifier = place.identifier().replace("${device}", device.device().prefix());
    return NodeId.parse("ns=%s;%s".formatted(getNamespaceIndex(), identifier));
  }

  private void addEngineeringUnits(UaVariableNode node, PointTemplate point) {
    UaVariableNode units =
        new UaVariableNode.UaVariableNodeBuilder(getNodeContext())
            .setNodeId(newNodeId(node.getNodeId().getIdentifier().toString() + ".EngineeringUnits"))
            .setBrowseName(new QualifiedName(0, "EngineeringUnits"))
            .setDisplayName(LocalizedText.english("EngineeringUnits"))
            .setDataType(NodeIds.EUInformation)
            .setTypeDefinition(NodeIds.PropertyType)
            .setAccessLevel(AccessLevel.CurrentRead)
            .setUserAccessLevel(AccessLevel.CurrentRead)
            .build();
    ExtensionObject information =
        ExtensionObject.encode(
            getServer().getStaticEncodingContext(), EngineeringUnits.of(point.unit()));
    units.setValue(
        new DataValue(new Variant(information), StatusCode.GOOD, new DateTime(Instant.EPOCH)));
    getNodeManager().addNode(units);
    node.addReference(
        new Reference(
            node.getNodeId(),
            NodeIds.HasProperty,
            units.getNodeId().expanded(),
            Reference.Direction.FORWARD));
  }

  @Override
  public void onDataItemsCreated(List<DataItem> items) {
    subscriptions.onDataItemsCreated(items);
  }

  @Override
  public void onDataItemsModified(List<DataItem> items) {
    subscriptions.onDataItemsModified(items);
  }

  @Override
  public void onDataItemsDeleted(List<DataItem> items) {
    subscriptions.onDataItemsDeleted(items);
  }

  @Override
  public void onMonitoringModeChanged(List<MonitoredItem> items) {
    subscriptions.onMonitoringModeChanged(items);
  }
}
