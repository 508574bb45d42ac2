package org.wattward.sim.field.opcua;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.identity.AnonymousIdentityValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.WattwardException;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.template.Address;
import org.wattward.devices.time.Time;
import org.wattward.sim.field.FieldServer;
import org.wattward.sim.field.FreePort;
import org.wattward.sim.field.SimulatedDevice;

/**
 * One OPC UA endpoint, without security and on loopback only, with the nodes of the simulated
 * devices behind it. When all of them are unplugged the server is gone; one of several shows {@code
 * Bad_NoCommunication}. Safe on any thread.
 */
public final class OpcUaFieldServer implements FieldServer {
  private static final long PATIENCE_S = 10;
  private static final String HOST = "127.0.0.1";

  private final LinkConfig.OpcUa link;
  private final List<SimulatedDevice> devices;
  private final Time time;
  private int port;
  private boolean started;
  private @Nullable Running running;

  /**
   * A server that is not open yet.
   *
   * @param link the link as the site has it; of its endpoint only the path is used
   * @param devices the OPC UA devices of the link
   * @param time for the values' source times
   */
  public OpcUaFieldServer(LinkConfig.OpcUa link, List<SimulatedDevice> devices, Time time) {
    this.link = link;
    this.devices = List.copyOf(devices);
    this.time = time;
    for (SimulatedDevice device : devices) {
      device.onFault(this::plug);
      device.onPublish(() -> refresh(device));
    }
  }

  @Override
  public synchronized void start() {
    started = true;
    plug();
  }

  @Override
  public synchronized LinkConfig.OpcUa link() {
    return new LinkConfig.OpcUa(
        link.id(),
        "opc.tcp://%s:%d%s".formatted(HOST, port, path()),
        link.security(),
        new LinkConfig.OpcUa.User.Anonymous(),
        link.reading(),
        link.periods());
  }

  @Override
  public synchronized void close() {
    started = false;
    shut();
  }

  private synchronized void plug() {
    if (!started) {
      return;
    }
    if (!devices.isEmpty() && devices.stream().allMatch(device -> device.health().unplugged())) {
      shut();
    } else if (running == null) {
      running = open();
    }
  }

  private synchronized void refresh(SimulatedDevice device) {
    if (running != null) {
      running.namespaces().forEach(namespace -> namespace.refresh(device));
    }
  }

  private void shut() {
    if (running != null) {
      running.namespaces().forEach(DeviceNamespace::shutdown);
      await("stop", running.server().shutdown());
      running = null;
    }
  }

  private Running open() {
    if (port == 0) {
      port = FreePort.find(); // Milo wants to know it beforehand
    }
    OpcUaServer server = new OpcUaServer(config(), _ -> transport());
    List<DeviceNamespace> namespaces =
        namespaceUris().stream()
            .map(uri -> new DeviceNamespace(server, uri, devices, time))
            .toList();
    namespaces.forEach(DeviceNamespace::startup);
    await("start", server.startup());
    devices.forEach(device -> namespaces.forEach(namespace -> namespace.refresh(device)));
    return new Running(server, namespaces);
  }

  private Set<String> namespaceUris() {
    Set<String> uris = new TreeSet<>();
    for (SimulatedDevice device : devices) {
      device.device().points().stream()
          .map(point -> point.address())
          .filter(Address.OpcUaNode.class::isInstance)
          .map(address -> namespaceUri(device, (Address.OpcUaNode) address))
          .forEach(uris::add);
    }
    return uris;
  }

  private static String namespaceUri(SimulatedDevice device, Address.OpcUaNode address) {
    if (address.place() instanceof Address.NodePlace.Id place && address.element().isEmpty()) {
      return place.namespaceUri();
    }
    throw new WattwardException(
        "The simulator shows each number as a variable with an identifier. A point of device \"%s\" is found by a browse path or inside a value; simulate another template."
            .formatted(device.device().id()));
  }

  private OpcUaServerConfig config() {
    EndpointConfig endpoint =
        EndpointConfig.newBuilder()
            .setBindAddress(HOST)
            .setHostname(HOST)
            .setBindPort(port)
            .setPath(path())
            .setSecurityPolicy(SecurityPolicy.None)
            .setSecurityMode(MessageSecurityMode.None)
            .addTokenPolicies(OpcUaServerConfig.USER_TOKEN_POLICY_ANONYMOUS)
            .build();
    return OpcUaServerConfig.builder()
        .setApplicationUri("urn:wattward:simulator:" + link.id())
        .setApplicationName(LocalizedText.english("Simulated devices of " + link.id()))
        .setProductUri("urn:wattward:simulator")
        .setEndpoints(Set.of(endpoint))
        .setCertificateManager(new DefaultCertificateManager(new MemoryCertificateQuarantine()))
        .setIdentityValidator(AnonymousIdentityValidator.INSTANCE)
        .build();
  }

  private static OpcTcpServerTransport transport() {
    return new OpcTcpServerTransport(OpcTcpServerTransportConfig.newBuilder().build());
  }

  private String path() {
    String path = URI.create(link.endpointUrl()).getPath();
    return path == null || path.isEmpty() ? "/wattward" : path;
  }

  private void await(String what, Future<?> future) {
    try {
      future.get(PATIENCE_S, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new WattwardException(
          "The simulated OPC UA server of %s did not %s on port %d within %d s."
              .formatted(link.id(), what, port, PATIENCE_S),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WattwardException(
          "Interrupted while the OPC UA server of %s was to %s.".formatted(link.id(), what), e);
    }
  }

  /** One life of the server, from start to stop. */
  private record Running(OpcUaServer server, List<DeviceNamespace> namespaces) {}
}
