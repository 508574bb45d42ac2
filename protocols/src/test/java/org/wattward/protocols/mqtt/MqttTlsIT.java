package org.wattward.protocols.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.LinkConfig.Mqtt.Version;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Await;
import org.wattward.protocols.link.Credentials;
import org.wattward.protocols.link.LinkStatus.State;
import org.wattward.protocols.link.RecordingListener;

/** Whom an MQTT link believes, and to whom it says who it is. */
@Timeout(180)
@ParameterizedClass
@EnumSource(Version.class)
class MqttTlsIT {
  private static final String PASSWORD = "correct horse";
  private static final PointId POWER = TestDevices.id("pump", "power");

  private final Version version;
  private final RecordingListener listener = new RecordingListener();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Mosquitto broker = new Mosquitto();
  @TempDir private Path keys;

  MqttTlsIT(Version version) throws Exception {
    this.version = version;
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
    broker.close();
  }

  private TestAuthority authority(String name) throws Exception {
    return new TestAuthority(keys.resolve("mqtt"), name);
  }

  private MqttLink link(LinkConfig.Mqtt.Keys files) {
    LinkConfig.Mqtt plain = TestDevices.link(broker.tlsUrl());
    MqttLink link =
        new MqttLink(
            new LinkConfig.Mqtt(
                plain.id(),
                plain.url(),
                plain.clientId(),
                Optional.empty(),
                version,
                files,
                plain.periods()),
            List.of(TestDevices.device("pump", "pump", TestDevices.plain("power"))),
            listener,
            Time.system(),
            new Random(11),
            new Credentials() {
              @Override
              public Optional<String> password(String id) {
                return Optional.of(PASSWORD);
              }

              @Override
              public Path keyFolder() {
                return keys;
              }
            });
    open.add(link);
    link.start();
    return link;
  }

  private static LinkConfig.Mqtt.Keys trusting(String authorities) {
    return new LinkConfig.Mqtt.Keys(Optional.of(authorities), Optional.empty());
  }

  private void awaitReading(MqttLink link) throws Exception {
    Await.until("the link is up", () -> link.status().state() == State.UP);
    FieldClient device = new FieldClient(broker.url(), "device");
    open.add(device::close);
    device.tell("pump/power", "1500");
    Await.until("it is read", () -> listener.shows(POWER, 1500));
  }

  @Test
  void aBrokerOfATrustedAuthorityIsBelieved() throws Exception {
    TestAuthority authority = authority("ours");
    authority.file();
    broker.withTls(authority.server("127.0.0.1"), Optional.empty()).start();

    awaitReading(link(trusting("ours.pem")));
  }

  @Test
  void aBrokerOfAnotherAuthorityIsNotTalkedTo() throws Exception {
    authority("theirs").file();
    broker.withTls(authority("ours").server("127.0.0.1"), Optional.empty()).start();

    MqttLink link = link(trusting("theirs.pem"));

    Await.until("it is down", () -> link.status().state() == State.DOWN);
    assertThat(link.status().reason()).contains("certification path").contains(broker.tlsUrl());
    assertThat(listener.linkChanges()).noneMatch(change -> change.up());
  }

  @Test
  void withoutAFileTheAuthoritiesOfTheRuntimeCount() throws Exception {
    broker.withTls(authority("ours").server("127.0.0.1"), Optional.empty()).start();

    MqttLink link = link(LinkConfig.Mqtt.Keys.NONE);

    Await.until("it is down", () -> link.status().state() == State.DOWN);
    assertThat(link.status().reason()).contains("certification path");
  }

  @Test
  void aCertificateOfAnotherAddressIsNotBelieved() throws Exception {
    TestAuthority authority = authority("ours");
    authority.file();
    broker.withTls(authority.server("192.0.2.7"), Optional.empty()).start();

    MqttLink link = link(trusting("ours.pem"));

    Await.until("it is down", () -> link.status().state() == State.DOWN);
    assertThat(link.status().reason()).contains("127.0.0.1");
  }

  @Test
  void theLinkShowsItsOwnCertificateWhereTheBrokerWantsOne() throws Exception {
    TestAuthority authority = authority("ours");
    Path file = authority.file();
    authority.client(PASSWORD);
    broker.withTls(authority.server("127.0.0.1"), Optional.of(file)).start();

    awaitReading(
        link(new LinkConfig.Mqtt.Keys(Optional.of("ours.pem"), Optional.of("client.p12"))));
  }

  @Test
  void withoutItsOwnCertificateSuchABrokerLetsNobodyIn() throws Exception {
    TestAuthority authority = authority("ours");
    broker.withTls(authority.server("127.0.0.1"), Optional.of(authority.file())).start();

    MqttLink link = link(trusting("ours.pem"));

    Await.until("it is down", () -> link.status().state() == State.DOWN);
    assertThat(listener.linkChanges()).noneMatch(change -> change.up());
  }

  @Test
  void aFileThatIsNotThereIsNamed() throws Exception {
    broker.withTls(authority("ours").server("127.0.0.1"), Optional.empty()).start();

    MqttLink link = link(trusting("missing.pem"));

    Await.until("it is down", () -> link.status().state() == State.DOWN);
    assertThat(link.status().reason())
        .contains("there is no " + keys.resolve("mqtt").resolve("missing.pem"));
  }
}
