package org.wattward.protocols.opcua;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.milo.opcua.sdk.core.AccessLevel;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfigLimits;
import org.eclipse.milo.opcua.sdk.server.identity.AnonymousIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.CompositeValidator;
import org.eclipse.milo.opcua.sdk.server.identity.UsernameIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.X509IdentityValidator;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.model.variables.AnalogItemType;
import org.eclipse.milo.opcua.sdk.server.nodes.UaFolderNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilter;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilterContext;
import org.eclipse.milo.opcua.sdk.server.subscriptions.Subscription;
import org.eclipse.milo.opcua.sdk.server.util.SubscriptionModel;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultApplicationGroup;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateStore;
import org.eclipse.milo.opcua.stack.core.security.MemoryTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.RsaSha256CertificateFactory;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.transport.TransportProfile;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.BuildInfo;
import org.eclipse.milo.opcua.stack.core.types.structured.Range;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;
import org.jspecify.annotations.Nullable;

/**
 * An OPC UA server whose variables a test plays with. It may be stopped and started again at the
 * same port: the values stay, everything else is new, as after a restart of a real one.
 */
final class TestServer {
  static final String NAMESPACE = "urn:wattward:test:devices";
  static final String PLANT = "Plant";

  /** The index of {@link #NAMESPACE} while there are no others. */
  static final int FIRST_OWN_NAMESPACE = 2;

  static final String USER = "engineer";
  static final String PASSWORD = "correct horse";

  /** A name only the server knows, which clients must not rely on. */
  private static final String ADVERTISED_HOST = "plc-7.invalid";

  private final int port;
  private final Map<String, DataValue> values = new TreeMap<>();
  private final Map<String, NodeId> types = new ConcurrentHashMap<>();
  private final Map<String, StatusCode> writeResults = new ConcurrentHashMap<>();
  private final List<String> writes = new CopyOnWriteArrayList<>();
  private final List<String> otherNamespaces = new ArrayList<>();
  private final List<SecurityPolicy> policies = new ArrayList<>(List.of(SecurityPolicy.None));
  private OpcUaServerConfigLimits limits = new OpcUaServerConfigLimits() {};
  private boolean takesWrites = true;
  private Duration clockAhead = Duration.ZERO;
  private double leastSamplingMs;
  private @Nullable X509Certificate trustedUser;
  private final Map<String, Range> ranges = new ConcurrentHashMap<>();
  private final KeyPair keys = Identity.SHARED.keys;
  private final X509Certificate certificate = Identity.SHARED.certificate;
  private @Nullable OpcUaServer server;
  private @Nullable Devices devices;

  TestServer() throws IOException {
    this(freePort());
  }

  TestServer(int port) {
    this.port = port;
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  TestServer with(String name, Object value) {
    show(name, value);
    return this;
  }

  /** Other namespaces come first from now on, so the devices' index is another one. */
  TestServer withOtherNamespace(String uri) {
    otherNamespaces.add(uri);
    return this;
  }

  TestServer withPolicies(SecurityPolicy... offered) {
    policies.clear();
    policies.addAll(List.of(offered));
    return this;
  }

  /** Its clock, as it tells it, is off by so much. */
  TestServer withClockAhead(Duration ahead) {
    clockAhead = ahead;
    return this;
  }

  /** Samples no variable more often than this. */
  TestServer withSlowSampling(double leastMs) {
    leastSamplingMs = leastMs;
    return this;
  }

  /** A variable is an analog item with a range, so that deadbands in percent work. */
  TestServer withRange(String name, double low, double high) {
    ranges.put(name, new Range(low, high));
    return this;
  }

  /** Who may log in with a certificate. */
  TestServer withTrustedUser(X509Certificate user) {
    trustedUser = user;
    return this;
  }

  /** The server ends the subscriptions there are, and says nothing of it to their owners. */
  void forgetSubscriptions() {
    subscriptions().forEach(Subscription::deleteSubscription);
  }

  /** The server ends the sessions there are. */
  void forgetSessions() {
    var sessions = Objects.requireNonNull(server).getSessionManager();
    sessions.getAllSessions().forEach(one -> sessions.killSession(one.getSessionId(), true));
  }

  TestServer withLimits(OpcUaServerConfigLimits wanted) {
    limits = wanted;
    return this;
  }

  TestServer start() throws Exception {
    var made =
        new OpcUaServer(
            config(),
            profile -> new OpcTcpServerTransport(OpcTcpServerTransportConfig.newBuilder().build()));
    otherNamespaces.forEach(uri -> made.getNamespaceTable().add(uri));
    Devices shown = new Devices(made);
    shown.startup();
    made.startup().get();
    setClock(made);
    synchronized (this) {
      devices = shown;
      server = made;
    }
    return this;
  }

  /** The node of the server's time gives another one from now on. */
  private void setClock(OpcUaServer made) {
    Duration ahead = clockAhead;
    made.getAddressSpaceManager()
        .getManagedNode(NodeIds.Server_ServerStatus_CurrentTime)
        .orElseThrow()
        .getFilterChain()
        .addFirst(
            new AttributeFilter() {
              @Override
              public @Nullable Object getAttribute(
                  AttributeFilterContext context, AttributeId attribute) {
                return attribute == AttributeId.Value
                    ? new DataValue(Variant.ofDateTime(new DateTime(Instant.now().plus(ahead))))
                    : context.getAttribute(attribute);
              }
            });
  }

  void stop() throws Exception {
    OpcUaServer running = server;
    Devices shown = devices;
    if (running != null && shown != null) {
      server = null;
      shown.shutdown();
      running.shutdown().get();
    }
  }

  void close() throws Exception {
    stop();
  }

  String url() {
    return url(port);
  }

  static String url(int port) {
    return "opc.tcp://127.0.0.1:" + port + "/devices";
  }

  int port() {
    return port;
  }

  X509Certificate certificate() {
    return certificate;
  }

  void show(String name, Object value) {
    show(name, new DataValue(Variant.of(value), StatusCode.GOOD, DateTime.now()));
  }

  void show(String name, Object value, Instant sourceTime) {
    show(name, new DataValue(Variant.of(value), StatusCode.GOOD, new DateTime(sourceTime)));
  }

  void showStatus(String name, long code) {
    show(name, new DataValue(Variant.NULL_VALUE, new StatusCode(code), DateTime.now()));
  }

  private synchronized void show(String name, DataValue value) {
    values.put(name, value);
    if (value.value().value() != null) {
      value.value().getDataType().ifPresent(type -> types.putIfAbsent(name, type.getNodeId()));
    }
    Devices shown = devices;
    if (shown != null) {
      shown.show(name, value);
    }
  }

  synchronized Object held(String name) {
    return Objects.requireNonNull(Objects.requireNonNull(values.get(name)).value().value());
  }

  /** Writes of a variable get this result from now on. */
  void answerWritesOf(String name, long code) {
    writeResults.put(name, new StatusCode(code));
  }

  /** Writes are answered with Good from now on, and nothing happens. */
  void ignoreWrites() {
    takesWrites = false;
  }

  List<String> writes() {
    return List.copyOf(writes);
  }

  /** The subscriptions there are now. */
  List<Subscription> subscriptions() {
    return List.copyOf(Objects.requireNonNull(server).getSubscriptions().values());
  }

  int sessions() {
    return Objects.requireNonNull(server).getSessionManager().getAllSessions().size();
  }

  /** What is done to the messages of the sessions there are. */
  Set<MessageSecurityMode> securityModes() {
    return Objects.requireNonNull(server).getSessionManager().getAllSessions().stream()
        .map(one -> one.getSecurityConfiguration().getSecurityMode())
        .collect(java.util.stream.Collectors.toSet());
  }

  private OpcUaServerConfig config() throws Exception {
    var trust = new MemoryTrustListManager();
    var quarantine = new MemoryCertificateQuarantine();
    CertificateValidator anyone = new CertificateValidator.InsecureCertificateValidator();
    var group =
        DefaultApplicationGroup.createAndInitialize(
            trust,
            new MemoryCertificateStore(),
            new RsaSha256CertificateFactory() {
              @Override
              protected KeyPair createRsaSha256KeyPair() {
                return keys;
              }

              @Override
              protected X509Certificate[] createRsaSha256CertificateChain(KeyPair keyPair) {
                return new X509Certificate[] {certificate};
              }
            },
            anyone);
    var users =
        new UsernameIdentityValidator(
            who -> USER.equals(who.getUsername()) && PASSWORD.equals(who.getPassword()));
    return OpcUaServerConfig.builder()
        .setApplicationUri("urn:wattward:test:server")
        .setApplicationName(LocalizedText.english("Test server"))
        .setProductUri("urn:wattward:test")
        .setBuildInfo(new BuildInfo("", "", "", "", "", DateTime.now()))
        .setEndpoints(endpoints())
        .setCertificateManager(new DefaultCertificateManager(quarantine, group))
        .setIdentityValidator(
            new CompositeValidator(
                AnonymousIdentityValidator.INSTANCE,
                users,
                new X509IdentityValidator(who -> who.equals(trustedUser))))
        .setLimits(limits)
        .build();
  }

  private Set<EndpointConfig> endpoints() {
    Set<EndpointConfig> endpoints = new LinkedHashSet<>();
    EndpointConfig.Builder any =
        EndpointConfig.newBuilder()
            .setTransportProfile(TransportProfile.TCP_UASC_UABINARY)
            .setBindAddress("127.0.0.1")
            .setBindPort(port)
            .setHostname(ADVERTISED_HOST)
            .setPath("/devices")
            .setCertificate(certificate)
            .addTokenPolicies(
                OpcUaServerConfig.USER_TOKEN_POLICY_ANONYMOUS,
                OpcUaServerConfig.USER_TOKEN_POLICY_USERNAME,
                OpcUaServerConfig.USER_TOKEN_POLICY_X509);
    for (SecurityPolicy policy : policies) {
      List<MessageSecurityMode> modes =
          policy == SecurityPolicy.None
              ? List.of(MessageSecurityMode.None)
              : List.of(MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt);
      for (MessageSecurityMode mode : modes) {
        endpoints.add(any.copy().setSecurityPolicy(policy).setSecurityMode(mode).build());
      }
    }
    if (!policies.contains(SecurityPolicy.None)) {
      endpoints.add(
          any.copy()
              .setPath("/devices/discovery")
              .setSecurityPolicy(SecurityPolicy.None)
              .setSecurityMode(MessageSecurityMode.None)
              .build());
    }
    return endpoints;
  }

  /** Keys are costly, so all servers of a test run have the same. */
  private record Identity(KeyPair keys, X509Certificate certificate) {
    private static final Identity SHARED = made();

    private static Identity made() {
      try {
        KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
        X509Certificate certificate =
            new SelfSignedCertificateBuilder(keys)
                .setCommonName("Test server")
                .setApplicationUri("urn:wattward:test:server")
                .addDnsName("localhost")
                .build();
        return new Identity(keys, certificate);
      } catch (Exception e) {
        throw new AssertionError("The test server has no certificate.", e);
      }
    }
  }

  /** The variables of one start. */
  private final class Devices extends ManagedNamespaceWithLifecycle {
    private final SubscriptionModel subscriptions;
    private final Map<String, UaVariableNode> nodes = new ConcurrentHashMap<>();
    private final UaFolderNode plant;

    Devices(OpcUaServer server) {
      super(server, NAMESPACE);
      subscriptions = new SubscriptionModel(server, this);
      getLifecycleManager().addLifecycle(subscriptions);
      getLifecycleManager().addStartupTask(this::addNodes);
      plant =
          new UaFolderNode(
              getNodeContext(),
              newNodeId(PLANT),
              newQualifiedName(PLANT),
              LocalizedText.english(PLANT));
    }

    private void addNodes() {
      getNodeManager().addNode(plant);
      plant.addReference(
          new Reference(
              plant.getNodeId(),
              NodeIds.Organizes,
              NodeIds.ObjectsFolder.expanded(),
              Reference.Direction.INVERSE));
      new TestStructure(getNodeContext(), getNamespaceIndex()).addTo(getNodeManager());
      synchronized (TestServer.this) {
        values.forEach(this::show);
      }
    }

    private void show(String name, DataValue value) {
      nodes.computeIfAbsent(name, this::add).setValue(value);
    }

    private UaVariableNode add(String name) {
      UaVariableNode node =
          new UaVariableNode.UaVariableNodeBuilder(getNodeContext())
              .setNodeId(newNodeId(name))
              .setAccessLevel(AccessLevel.READ_WRITE)
              .setUserAccessLevel(AccessLevel.READ_WRITE)
              .setBrowseName(newQualifiedName(name))
              .setDisplayName(LocalizedText.english(name))
              .setDataType(types.getOrDefault(name, NodeIds.BaseDataType))
              .setMinimumSamplingInterval(leastSamplingMs)
              .setTypeDefinition(
                  ranges.containsKey(name) ? NodeIds.AnalogItemType : NodeIds.BaseDataVariableType)
              .build();
      node.getFilterChain().addLast(new Writes(name));
      getNodeManager().addNode(node);
      Range range = ranges.get(name);
      if (range != null) {
        node.setProperty(AnalogItemType.EU_RANGE, range);
      }
      plant.addOrganizes(node);
      return node;
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

  /** Takes, refuses or ignores what clients write. */
  private final class Writes implements AttributeFilter {
    private final String name;

    Writes(String name) {
      this.name = name;
    }

    @Override
    public void writeAttribute(AttributeFilterContext context, AttributeId attribute, Object value)
        throws UaException {
      if (attribute != AttributeId.Value) {
        throw new UaException(StatusCodes.Bad_NotWritable);
      }
      Object raw = ((DataValue) value).value().value();
      writes.add(name + "=" + raw);
      StatusCode result = writeResults.get(name);
      if (result != null) {
        throw new UaException(result);
      }
      if (takesWrites) {
        DataValue taken = new DataValue(Variant.of(raw), StatusCode.GOOD, DateTime.now());
        synchronized (TestServer.this) {
          values.put(name, taken);
        }
        context.writeAttribute(attribute, taken);
      }
    }
  }
}
