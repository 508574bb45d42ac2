package org.wattward.protocols.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig.ModbusTcp;
import org.wattward.devices.site.LinkConfig.ModbusTcp.Carrier;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.template.RegisterTable;
import org.wattward.devices.template.Templates;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Await;
import org.wattward.protocols.link.Credentials;
import org.wattward.protocols.link.LinkStatus.State;
import org.wattward.protocols.link.RecordingListener;
import org.wattward.protocols.link.WriteOutcome;

/** Modbus over what is not plain TCP. */
@Timeout(90)
class CarriersIT {
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final PointId POWER = new PointId("meter", "power");
  private static final PointId LIMIT = new PointId("meter", "powerLimit");
  private static final String PASSWORD = "for tests";

  @TempDir private Path keys;
  private final RecordingListener listener = new RecordingListener();
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened.reversed()) {
      one.close();
    }
  }

  @Test
  void aGatewayThatPassesRtuOverTcpIsReadAndWritten() throws Exception {
    ForeignServer server = new ForeignServer(ForeignServer.Framing.RTU_OVER_TCP, config -> {});
    serve(server);

    ModbusLink link = start(server.port(), Carrier.RTU_OVER_TCP, PATIENT);

    assertReadAndWritten(link, server);
  }

  @Test
  void tlsWithCertificatesOfBothSidesIsReadAndWritten() throws Exception {
    Identity device = Identity.of("device");
    Identity controller = Identity.of("wattward");
    ForeignServer server = tlsServer(device, controller.certificate());
    write(controller, device.certificate());

    ModbusLink link = start(server.port(), Carrier.TLS, PATIENT);

    assertReadAndWritten(link, server);
  }

  @Test
  void aScanFindsADeviceBehindTlsByItsIdentification() throws Exception {
    Identity device = Identity.of("device");
    Identity controller = Identity.of("wattward");
    ForeignServer server = tlsServer(device, controller.certificate());
    write(controller, device.certificate());
    server.holding(35_168, 0x4232, 0x3420); // "B24 "

    ModbusScan scan =
        ModbusScan.overNetwork(
            config(server.port(), Carrier.TLS, PATIENT), Time.system(), new TestKeys(keys));

    ModbusScan.Found found = scan.unit(1, Templates.bundled().all()).orElseThrow();
    assertThat(found.identified()).isEqualTo("holding 35168 says B24");
    assertThat(found.templates()).containsExactly("abb-b23");
  }

  @Test
  void aDeviceWithAnotherCertificateIsNotTrusted() throws Exception {
    Identity controller = Identity.of("wattward");
    ForeignServer server = tlsServer(Identity.of("impostor"), controller.certificate());
    write(controller, Identity.of("device").certificate());

    ModbusLink link = start(server.port(), Carrier.TLS, PATIENT);

    Await.until("the link is down", () -> link.status().state() == State.DOWN);
    assertThat(listener.all()).isEmpty();
  }

  @Test
  void withoutKeysTheLinkSaysWhereTheyBelong() throws Exception {
    ForeignServer server = tlsServer(Identity.of("device"), Identity.of("other").certificate());

    ModbusLink link = start(server.port(), Carrier.TLS, PATIENT);

    Await.until("the link is down", () -> link.status().state() == State.DOWN);
    assertThat(link.status().reason()).contains("link-1.p12");
  }

  @Test
  void udpIsReadAndWrittenThoughDatagramsComeDoubleAndLate() throws Exception {
    UdpServer server = new UdpServer();
    opened.add(server);
    ModbusLink link = start(server.port(), Carrier.UDP, PATIENT);
    Await.until("it is read often", () -> listener.goodValues(POWER).size() > 5);

    assertThat(link.write(LIMIT, 4321, PATIENT)).isEqualTo(new WriteOutcome.Verified(4321));

    assertThat(listener.goodValues(POWER)).containsOnly(1040.0);
    assertThat(server.requests).filteredOn(request -> request.function() == 6).hasSize(1);
  }

  @Test
  void aWriteWhoseDatagramIsLostIsSentOnce() throws Exception {
    UdpServer server = new UdpServer();
    opened.add(server);
    ModbusLink link = start(server.port(), Carrier.UDP, Duration.ofMillis(300));
    Await.until("it is read", () -> listener.shows(POWER, 1040));
    server.losing = true;

    assertThat(link.write(LIMIT, 4321, PATIENT)).isInstanceOf(WriteOutcome.Unknown.class);

    assertThat(server.requests).filteredOn(request -> request.function() == 6).hasSize(1);
  }

  private void assertReadAndWritten(ModbusLink link, ForeignServer server) {
    Await.until("power is read", () -> listener.shows(POWER, 1200));
    assertThat(link.write(LIMIT, 4321, PATIENT)).isEqualTo(new WriteOutcome.Verified(4321));
    assertThat(server.held(50)).isEqualTo(4321);
    assertThat(server.writes()).isOne();
  }

  private ForeignServer tlsServer(Identity device, Certificate trusted) throws Exception {
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(device.store(Optional.empty()), PASSWORD.toCharArray());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(device.store(Optional.of(trusted)));
    ForeignServer server =
        new ForeignServer(
            ForeignServer.Framing.TCP,
            config ->
                config.setTlsEnabled(true).setKeyManagerFactory(own).setTrustManagerFactory(trust));
    serve(server);
    return server;
  }

  private void write(Identity own, Certificate trusted) throws Exception {
    Path folder = Files.createDirectories(keys.resolve("modbus"));
    try (OutputStream out = Files.newOutputStream(folder.resolve("link-1.p12"))) {
      own.store(Optional.of(trusted)).store(out, PASSWORD.toCharArray());
    }
  }

  private void serve(ForeignServer server) throws Exception {
    server.holding(40, 1200);
    server.holding(50, 17);
    server.start();
    opened.add(server::stop);
  }

  private ModbusLink start(int port, Carrier carrier, Duration timeout) {
    Device meter =
        TestDevices.device("meter", 1)
            .word("power", RegisterTable.HOLDING, 40)
            .writable("powerLimit", 50)
            .build();
    ModbusLink link =
        ModbusLink.overNetwork(
            config(port, carrier, timeout),
            List.of(meter),
            listener,
            Time.system(),
            new Random(1),
            new TestKeys(keys));
    opened.add(link);
    link.start();
    return link;
  }

  private static ModbusTcp config(int port, Carrier carrier, Duration timeout) {
    Duration period = Duration.ofMillis(40);
    return new ModbusTcp(
        "link-1", "127.0.0.1", port, carrier, timeout, new PollPeriods(period, period, period));
  }

  private record TestKeys(Path keyFolder) implements Credentials {
    @Override
    public Optional<String> password(String link) {
      return Optional.of(PASSWORD);
    }
  }

  private record Identity(KeyPair keyPair, X509Certificate certificate) {
    static Identity of(String name) throws Exception {
      KeyPair keyPair = SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
      X509Certificate certificate =
          new SelfSignedCertificateBuilder(keyPair)
              .setCommonName(name)
              .setApplicationUri("urn:wattward:test:" + name)
              .build();
      return new Identity(keyPair, certificate);
    }

    /** Own key and certificate, and one certificate to trust. */
    KeyStore store(Optional<Certificate> trusted) throws Exception {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "own", keyPair.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {certificate});
      if (trusted.isPresent()) {
        store.setCertificateEntry("trusted", trusted.get());
      }
      return store;
    }
  }

  /** Answers each request twice, with an old answer before it; can lose everything. */
  private static final class UdpServer implements AutoCloseable {
    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final RawServer registers = RawServer.honest();
    private final List<RawServer.Request> requests = new CopyOnWriteArrayList<>();
    private volatile boolean losing;
    private byte[] lastAnswer = {};

    UdpServer() throws IOException {
      Thread.ofVirtual().start(this::serve);
    }

    int port() {
      return socket.getLocalPort();
    }

    private void serve() {
      try {
        while (true) {
          DatagramPacket packet = new DatagramPacket(new byte[300], 300);
          socket.receive(packet);
          answer(packet);
        }
      } catch (IOException e) {
        // The test is over.
      }
    }

    private void answer(DatagramPacket packet) throws IOException {
      byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
      RawServer.Request request = RawServer.Request.of(bytes);
      requests.add(request);
      if (losing) {
        return;
      }
      byte[] answer = registers.honest(request);
      for (byte[] one : List.of(lastAnswer, answer, answer)) {
        if (one.length > 0) {
          socket.send(new DatagramPacket(one, one.length, packet.getSocketAddress()));
        }
      }
      lastAnswer = answer;
    }

    @Override
    public void close() throws IOException {
      socket.close();
      registers.close();
    }
  }
}
