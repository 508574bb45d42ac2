package org.wattward.protocols.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wattward.devices.WattwardException;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.Address.CompanionWrite;
import org.wattward.devices.template.Address.ModbusRegister;
import org.wattward.devices.template.DeviceKind;
import org.wattward.devices.template.DeviceTemplate;
import org.wattward.devices.template.DeviceTemplate.Pacing;
import org.wattward.devices.template.DeviceTemplate.Protocol;
import org.wattward.devices.template.PointTemplate.PollGroup;
import org.wattward.devices.template.RegisterEncoding;
import org.wattward.devices.template.RegisterEncoding.RegisterType;
import org.wattward.devices.template.RegisterTable;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Await;
import org.wattward.protocols.link.Credentials;
import org.wattward.protocols.link.LinkListener.StateChange;
import org.wattward.protocols.link.LinkStatus.State;
import org.wattward.protocols.link.RecordingListener;
import org.wattward.protocols.link.WriteOutcome;
import org.wattward.protocols.modbus.RawServer.Request;

/** A whole link against a server that misbehaves. */
@Timeout(90)
class ModbusLinkFaultsIT {
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(250);
  private static final Duration POLL = Duration.ofMillis(40);
  private static final PointId POWER = new PointId("meter", "power");
  private static final PointId LIMIT = new PointId("meter", "powerLimit");

  private static final Credentials NO_KEYS = Credentials.fromEnvironment(Path.of("none"));

  private final RecordingListener listener = new RecordingListener();
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened.reversed()) {
      one.close();
    }
    assertThat(listener.faults()).isEmpty();
  }

  @Test
  void anAnswerOfAnotherUnitMakesThePointBadAndAGoodOneFollows() throws Exception {
    AtomicBoolean wrong = new AtomicBoolean(true);
    RawServer server =
        serve((self, request, number, out) ->
            out.write(
                RawServer.frame(
                    request.transaction(),
                    wrong.get() ? 77 : request.unit(),
                    self.honestPdu(request))));
    start(server, PATIENT, meter());

    Await.until("the point is bad", () -> listener.badReason(POWER).contains("unit 77 answered"));
    assertThat(listener.goodValues(POWER)).isEmpty();
    wrong.set(false);

    Await.until("the point is good", () -> listener.shows(POWER, 1040));
  }

  @Test
  void duplicatedRepliesNeverDeliverThePreviousRegisters() throws Exception {
    RawServer server =
        serve((self, request, number, out) -> {
          out.write(self.honest(request));
          out.flush();
          if (number % 5 == 3) {
            out.write(self.honest(request));
          }
        });
    Device device =
        TestDevices.device("meter", 1)
            .word("a", RegisterTable.HOLDING, 100)
            .word("b", RegisterTable.HOLDING, 300)
            .word("c", RegisterTable.HOLDING, 500)
            .build();
    start(server, PATIENT, device);

    Await.until(
        "all three are read several times",
        () -> listener.all().stream().filter(reading -> reading.quality().isGood()).count() > 20);

    assertThat(listener.goodValues(TestDevices.id("meter", "a"))).containsOnly(1100.0);
    assertThat(listener.goodValues(TestDevices.id("meter", "b"))).containsOnly(1300.0);
    assertThat(listener.goodValues(TestDevices.id("meter", "c"))).containsOnly(1500.0);
  }

  @Test
  void aDeviceIsLostAfterThreeFailuresAndBackOnceItAnswers() throws Exception {
    AtomicBoolean silent = new AtomicBoolean();
    RawServer server =
        serve((self, request, number, out) -> {
          if (!silent.get()) {
            out.write(self.honest(request));
          }
        });
    ModbusLink link = start(server, SHORT, meter());
    Await.until("the point is good", () -> listener.shows(POWER, 1040));
    listener.forget();

    silent.set(true);
    Await.until("the device is lost", () -> !listener.deviceChanges("meter").isEmpty());
    assertThat(link.status().failures()).isGreaterThanOrEqualTo(3);
    assertThat(listener.badReason(POWER)).contains("No answer within 250 ms");
    silent.set(false);

    Await.until("the point is good again", () -> listener.shows(POWER, 1040));
    assertThat(listener.deviceChanges("meter"))
        .extracting(StateChange::up)
        .containsExactly(false, true);
    assertThat(listener.linkChanges()).isEmpty();
    assertThat(link.status().state()).isEqualTo(State.UP);
  }

  @Test
  void aSilentUnitCostsTheOthersOneTimeoutPerBackOff() throws Exception {
    RawServer server =
        serve((self, request, number, out) -> {
          if (request.unit() != 13) {
            out.write(self.honest(request));
          }
        });
    List<Device> devices =
        IntStream.rangeClosed(10, 14)
            .mapToObj(unit ->
                TestDevices.device("unit-" + unit, unit)
                    .word("power", RegisterTable.HOLDING, 40)
                    .build())
            .toList();
    start(server, SHORT, devices.toArray(Device[]::new));

    Await.until("unit 13 is lost", () -> !listener.deviceChanges("unit-13").isEmpty());
    long start = System.nanoTime();
    int from = server.requests().size();
    Await.until("two seconds pass", () -> System.nanoTime() - start > 2_000_000_000L);
    List<Request> seen = server.requests().subList(from, server.requests().size());

    // After three failures the back-off is at least 1.5 s: at most two tries in two seconds.
    assertThat(seen).filteredOn(request -> request.unit() == 13).hasSizeLessThanOrEqualTo(2);
    for (int unit : List.of(10, 11, 12, 14)) {
      assertThat(seen)
          .as("unit %d", unit)
          .filteredOn(request -> request.unit() == unit)
          .hasSizeGreaterThan(10);
    }
    assertThat(listener.deviceChanges("unit-13"))
        .extracting(StateChange::up)
        .containsExactly(false);
  }

  @Test
  void aGatewayThatAnswersForASilentUnitKeepsItsConnection() throws Exception {
    RawServer server =
        serve((self, request, number, out) ->
            out.write(request.unit() == 13 ? RawServer.refuse(request, 11) : self.honest(request)));
    start(
        server,
        PATIENT,
        meter(),
        TestDevices.device("dead", 13).word("power", RegisterTable.INPUT, 1).build());

    Await.until("the dead unit is lost", () -> !listener.deviceChanges("dead").isEmpty());

    assertThat(listener.shows(POWER, 1040)).isTrue();
    assertThat(server.connections()).isOne();
  }

  @Test
  void aBadRegisterIsLeftOutAndTheOthersAreReadOn() throws Exception {
    RawServer server =
        serve((self, request, number, out) -> {
          boolean touches = request.address() <= 41 && request.address() + request.second() > 41;
          out.write(touches ? RawServer.refuse(request, 2) : self.honest(request));
        });
    Device device =
        TestDevices.device("meter", 1)
            .word("power", RegisterTable.HOLDING, 40)
            .word("bad", RegisterTable.HOLDING, 41)
            .word("energy", RegisterTable.HOLDING, 42)
            .build();
    start(server, PATIENT, device);

    Await.until(
        "energy is read", () -> listener.goodValues(TestDevices.id("meter", "energy")).size() > 3);

    assertThat(listener.shows(POWER, 1040)).isTrue();
    assertThat(listener.badReason(TestDevices.id("meter", "bad"))).contains("holding 41");
    assertThat(server.requests())
        .filteredOn(request -> request.address() == 41 && request.second() == 1)
        .hasSize(1);
  }

  @Test
  void aConnectionThatTheServerClosesWhileIdleCostsNothing() throws Exception {
    RawServer server = serve((self, request, number, out) -> out.write(self.honest(request)));
    ModbusLink link = start(server, PATIENT, meter());
    Await.until("the point is good", () -> listener.shows(POWER, 1040));

    server.hangUp();
    int before = server.connections();
    Await.until("it connected again", () -> server.connections() > before);
    int reads = listener.goodValues(POWER).size();
    Await.until("it is read on", () -> listener.goodValues(POWER).size() > reads + 2);

    assertThat(listener.badReason(POWER)).isEmpty();
    assertThat(listener.linkChanges()).extracting(StateChange::up).containsExactly(true);
    assertThat(link.status().state()).isEqualTo(State.UP);
  }

  @Test
  void anUnansweredWriteIsSentOnceAndReadBackAfterwards() throws Exception {
    RawServer server =
        serve((self, request, number, out) -> {
          byte[] answer = self.honest(request); // the register does change
          if (request.isRead()) {
            out.write(answer);
          }
        });
    ModbusLink link = start(server, SHORT, meter());
    Await.until("the point is good", () -> listener.shows(POWER, 1040));

    WriteOutcome outcome = link.write(LIMIT, 4321, PATIENT);

    assertThat(outcome).isEqualTo(new WriteOutcome.Verified(4321));
    assertThat(server.count(6)).isOne();
  }

  @Test
  void aWriteThatWasLostWithItsConnectionIsAMismatchAndNotRepeated() throws Exception {
    RawServer server =
        serve((self, request, number, out) -> {
          if (request.isRead()) {
            out.write(self.honest(request));
          } else {
            self.hangUp();
          }
        });
    server.set(50, 17);
    ModbusLink link = start(server, PATIENT, meter());
    Await.until("the point is good", () -> listener.shows(POWER, 1040));

    assertThat(link.write(LIMIT, 4321, PATIENT)).isEqualTo(new WriteOutcome.Mismatch(17));
    assertThat(server.count(6)).isOne();
  }

  @Test
  void aWriteIntoLastingSilenceIsUnknownAndSentOnce() throws Exception {
    AtomicBoolean silent = new AtomicBoolean();
    RawServer server =
        serve((self, request, number, out) -> {
          if (!request.isRead()) {
            silent.set(true);
          }
          if (!silent.get()) {
            out.write(self.honest(request));
          }
        });
    ModbusLink link = start(server, SHORT, meter());
    Await.until("the point is good", () -> listener.shows(POWER, 1040));

    assertThat(link.write(LIMIT, 4321, PATIENT)).isInstanceOf(WriteOutcome.Unknown.class);
    assertThat(server.count(6)).isOne();
  }

  @Test
  void aRefusedWriteSaysWhy() throws Exception {
    RawServer server =
        serve((self, request, number, out) ->
            out.write(request.isRead() ? self.honest(request) : RawServer.refuse(request, 3)));
    ModbusLink link = start(server, PATIENT, meter());

    assertThat(link.write(LIMIT, 4321, PATIENT))
        .isInstanceOfSatisfying(
            WriteOutcome.Refused.class,
            refused -> assertThat(refused.reason()).contains("exception 3, illegal value"));
  }

  @Test
  void companionsAreWrittenBeforeAndAfterThePoint() throws Exception {
    RawServer server = serve((self, request, number, out) -> out.write(self.honest(request)));
    Device device =
        TestDevices.device("meter", 1)
            .writable(
                "powerLimit",
                50,
                new CompanionWrite(54, 1, false),
                new CompanionWrite(52, 60, true))
            .build();
    ModbusLink link = start(server, PATIENT, device);

    assertThat(link.write(LIMIT, 4321, PATIENT)).isEqualTo(new WriteOutcome.Verified(4321));

    assertThat(server.requests())
        .filteredOn(request -> !request.isRead())
        .extracting(request -> request.address() + "=" + request.second())
        .containsExactly("52=60", "50=4321", "54=1");
  }

  @Test
  void aTemplateCanAskForFunction16() throws Exception {
    RawServer server = serve((self, request, number, out) -> out.write(self.honest(request)));
    Device device =
        TestDevices.device("meter", 1)
            .pacing(new Pacing(125, 16, Duration.ZERO, Duration.ZERO, true))
            .writable("powerLimit", 50)
            .build();
    ModbusLink link = start(server, PATIENT, device);

    assertThat(link.write(LIMIT, 4321, PATIENT)).isEqualTo(new WriteOutcome.Verified(4321));

    assertThat(server.count(16)).isOne();
    assertThat(server.count(6)).isZero();
  }

  @Test
  void aValueOfTwoRegistersIsWrittenInOneRequest() throws Exception {
    RawServer server = serve((self, request, number, out) -> out.write(self.honest(request)));
    ModbusRegister wide = TestDevices.register(RegisterTable.HOLDING, 50, RegisterType.UINT32, 0.1);
    Device device =
        TestDevices.device("meter", 1).point("powerLimit", wide, PollGroup.FAST, true).build();
    ModbusLink link = start(server, PATIENT, device);

    assertThat(link.write(LIMIT, 9000.5, PATIENT)).isEqualTo(new WriteOutcome.Verified(9000.5));

    assertThat(server.count(16)).isOne();
    assertThat(server.held(50) << 16 | server.held(51)).isEqualTo(90005);
  }

  @Test
  void aScaledSetpointAsksForItsScaleFactorFirst() throws Exception {
    RawServer server = serve((self, request, number, out) -> out.write(self.honest(request)));
    server.set(60, 0xFFFE); // 10^-2
    ModbusRegister scaled =
        new ModbusRegister(
            RegisterTable.HOLDING,
            50,
            new RegisterEncoding(RegisterType.UINT16, false),
            1,
            0,
            Optional.of(60),
            List.of(),
            List.of());
    Device device =
        TestDevices.device("meter", 1).point("powerLimit", scaled, PollGroup.FAST, true).build();
    ModbusLink link = start(server, PATIENT, device);

    assertThat(link.write(LIMIT, 42.5, PATIENT)).isEqualTo(new WriteOutcome.Verified(42.5));

    assertThat(server.held(50)).isEqualTo(4250);
  }

  @Test
  void aSlowDeviceThatTakesTheValueOverLaterIsLookedAtTwice() throws Exception {
    AtomicInteger readsAfterWrite = new AtomicInteger(-1);
    RawServer server =
        serve((self, request, number, out) -> {
          if (request.isRead() && readsAfterWrite.get() == 0) {
            readsAfterWrite.incrementAndGet();
            out.write(
                RawServer.frame(request.transaction(), request.unit(), new byte[] {3, 2, 0, 99}));
            return;
          }
          out.write(self.honest(request));
          if (!request.isRead()) {
            readsAfterWrite.compareAndSet(-1, 0);
          }
        });
    Device device = TestDevices.device("meter", 1).writable("powerLimit", 50).build();
    ModbusLink link = start(server, PATIENT, device);
    Await.until("it is read", () -> listener.good(LIMIT).isPresent());

    assertThat(link.write(LIMIT, 4321, PATIENT)).isEqualTo(new WriteOutcome.Verified(4321));
  }

  @Test
  void aWriteThatGetsNoTurnIsNeverSent() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    RawServer server =
        serve((self, request, number, out) -> {
          release.await();
          out.write(self.honest(request));
        });
    ModbusLink link = start(server, PATIENT, meter());
    Await.until("a poll is stuck", () -> !server.requests().isEmpty());

    WriteOutcome outcome = link.write(LIMIT, 4321, Duration.ofMillis(100));
    release.countDown();
    Await.until("polls go on", () -> listener.goodValues(POWER).size() > 3);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            WriteOutcome.Refused.class,
            refused -> assertThat(refused.reason()).contains("not sent"));
    assertThat(server.count(6)).isZero();
  }

  @Test
  void fixedAndOncePointsComeOnceAfterConnecting() throws Exception {
    RawServer server = serve((self, request, number, out) -> out.write(self.honest(request)));
    Device device =
        TestDevices.device("meter", 1)
            .word("power", RegisterTable.HOLDING, 40)
            .fixed("ratedPower", 8000)
            .point(
                "serial",
                TestDevices.register(RegisterTable.HOLDING, 900, RegisterType.UINT16, 1),
                PollGroup.ONCE,
                false)
            .build();
    start(server, PATIENT, device);

    Await.until("power was read often", () -> listener.goodValues(POWER).size() > 5);

    assertThat(listener.goodValues(TestDevices.id("meter", "ratedPower"))).containsExactly(8000.0);
    assertThat(listener.goodValues(TestDevices.id("meter", "serial"))).containsExactly(1900.0);
  }

  @Test
  void theTemplatesPausesAreKept() throws Exception {
    Duration pause = Duration.ofMillis(60);
    RawServer server = serve((self, request, number, out) -> out.write(self.honest(request)));
    List<Long> arrivals = new ArrayList<>();
    server.behave((self, request, number, out) -> {
      arrivals.add(System.nanoTime());
      out.write(self.honest(request));
    });
    Device device =
        TestDevices.device("meter", 1)
            .pacing(new Pacing(125, 0, pause, pause, false))
            .word("power", RegisterTable.HOLDING, 40)
            .word("energy", RegisterTable.HOLDING, 400)
            .build();
    long start = System.nanoTime();
    ModbusLink link = start(server, PATIENT, device);
    Await.until("it was read", () -> listener.goodValues(POWER).size() > 3);
    link.close();

    assertThat(arrivals.getFirst() - start).isGreaterThanOrEqualTo(pause.toNanos());
    for (int i = 1; i < arrivals.size(); i++) {
      // The server sees a request at once; a millisecond is for the way there.
      assertThat(arrivals.get(i) - arrivals.get(i - 1))
          .isGreaterThan(pause.minusMillis(1).toNanos());
    }
  }

  @Test
  void closingDoesNotWaitForASilentDevice() throws Exception {
    RawServer server = serve((self, request, number, out) -> {});
    ModbusLink link = start(server, PATIENT, meter());
    Await.until("a request is out", () -> !server.requests().isEmpty());
    long start = System.nanoTime();

    link.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    assertThat(link.status().state()).isEqualTo(State.CLOSED);
    assertThat(listener.all()).extracting(Reading::point).doesNotContain(POWER);
  }

  @Test
  void aDeviceOfAnotherProtocolIsRefused() {
    DeviceTemplate foreign =
        new DeviceTemplate(
            "opcua-heat-pump",
            "Foreign",
            DeviceKind.HEAT_PUMP,
            Protocol.OPC_UA,
            "none",
            Pacing.NONE,
            List.of());
    Device device =
        new Device("pump", "Pump", foreign, "link-1", 0, "", Optional.empty(), Map.of());

    assertThatThrownBy(() ->
            ModbusLink.overNetwork(
                TestDevices.link(502, PATIENT, POLL),
                List.of(device),
                listener,
                Time.system(),
                new Random(1),
                NO_KEYS))
        .isInstanceOf(WattwardException.class)
        .hasMessageContaining("opcua-heat-pump")
        .hasMessageContaining("link-1");
  }

  private static Device meter() {
    return TestDevices.device("meter", 1)
        .word("power", RegisterTable.HOLDING, 40)
        .writable("powerLimit", 50)
        .build();
  }

  private RawServer serve(RawServer.Behaviour behaviour) throws IOException {
    RawServer server = new RawServer(behaviour);
    opened.add(server);
    return server;
  }

  private ModbusLink start(RawServer server, Duration timeout, Device... devices) {
    ModbusLink link =
        ModbusLink.overNetwork(
            TestDevices.link(server.port(), timeout, POLL),
            List.of(devices),
            listener,
            Time.system(),
            new Random(1),
            NO_KEYS);
    opened.add(link);
    link.start();
    return link;
  }
}
