package org.wattward.protocols.opcua;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.wattward.devices.point.PointId;

/** The types of the variables that can be written. The link's thread learns, any thread asks. */
final class WritableTypes {
  private final NodeAccess access;
  private final Map<PointId, NodeType> types = new ConcurrentHashMap<>();

  WritableTypes(NodeAccess access) {
    this.access = access;
  }

  /** Learns the types that are not known yet. */
  void learn(List<Group.Located> writable, Duration atMost) throws InterruptedException {
    List<Group.Located> unknown =
        writable.stream().filter(one -> !types.containsKey(one.point().id())).toList();
    List<DataValue> typeIds =
        access.read(
            unknown.stream()
                .map(one -> NodeAccess.attribute(one.node(), AttributeId.DataType))
                .toList(),
            atMost);
    List<DataValue> values =
        access.read(
            unknown.stream().map(one -> NodeAccess.value(one.point(), one.node())).toList(),
            atMost);
    for (int i = 0; i < unknown.size(); i++) {
      PointId id = unknown.get(i).point().id();
      NodeType.of(typeIds.get(i), values.get(i)).ifPresent(type -> types.put(id, type));
    }
  }

  /** The type of a point's variable, if the server tells it. */
  Optional<NodeType> of(NodePoint point) {
    return Optional.ofNullable(types.get(point.id()));
  }
}
