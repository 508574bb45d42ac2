package org.wattward.controller.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Quality;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.template.Templates;
import org.wattward.devices.time.Time;
import org.wattward.protocols.Links;
import org.wattward.protocols.link.Link;
import org.wattward.protocols.link.LinkListener;
import org.wattward.protocols.link.WriteOutcome;
import org.wattward.sim.field.Quirk;
import org.wattward.sim.field.Quirks;
import org.wattward.sim.field.SimulatedDevice;
import org.wattward.sim.field.modbus.ModbusServer;

/**
 * Each quirk of a simulated device, as a bare socket sees it and as our own link does: what the
 * template says works, what it does not is a bad reading or a refused write with a reason, and no
 * good reading is wrong where that can be told.
 */
class QuirksOnTheWireIT {
  private static final String METER = "eastron-sdm630";
  private static final String PUMP = "lambda-eu-l";
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final long PATIENCE_S = 60;

  private final Time time = Time.system();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Heard heard = new Heard();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  /** What the link hands on. */
  private static final class Heard implements LinkListener {
    private final Map<String, Reading> latest = new ConcurrentHashMap<>();
    private final List<StateChange> changes = new CopyOnWriteArrayList<>();
    private final List<Reading> all = new CopyOnWriteArrayList<>();

    @Override
    public void readings(String link, List<Reading> readings) {
      all.addAll(readings);
      readings.forEach(reading -> latest.put(reading.point().name(), reading));
    }

    @Override
    public void changed(StateChange change) {
      changes.add(change);
    }

    Optional<Reading> of(String point) {
      return Optional.ofNullable(latest.get(point));
    }

    boolean isGood(String point) {
      return of(point).map(reading -> reading.quality().isGood()).orElse(false);
    }

    String whyBad(String point) {
      return of(point)
          .map(reading -> reading.quality() instanceof Quality.Bad(String why) ? why : "")
          .orElse("");
    }
  }

  private SimulatedDevice device(String template, Quirk... quirks) {
    Device device =
        new Device(
            "it",
            "It",
            Templates.bundled().find(template).orElseThrow(),
            "link",
            1,
            "",
            Optional.empty(),
            Map.of("ratedPowerW", 4_000.0));
    SimulatedDevice model = new SimulatedDevice(device, 1);
    model.quirks(Quirks.of(quirks));
    return model;
  }

  private int serve(SimulatedDevice model) {
    ModbusServer server = new ModbusServer(config(1), List.of(model), time);
    server.start();
    open.add(server);
    return server.link().port();
  }

  private static LinkConfig.ModbusTcp config(int port) {
    Duration often = Duration.ofMillis(100);
    return new LinkConfig.ModbusTcp(
        "link", "127.0.0.1", port, Duration.ofSeconds(2), new PollPeriods(often, often, often));
  }

  private Link connect(SimulatedDevice model, int port) {
    Link link =
        Links.open(config(port), List.of(model.device()), heard, time, new SplittableRandom(1));
    link.start();
    open.add(link);
    return link;
  }

  private void await(String what, java.util.concurrent.Callable<Boolean> condition)
      throws Exception {
    long until = time.nanos() + Duration.ofSeconds(PATIENCE_S).toNanos();
    while (!condition.call()) {
      assertThat(time.nanos() - until).as("%s; heard %s", what, heard.latest).isNegative();
      time.await(new Semaphore(0), Duration.ofMillis(20));
    }
  }

  private static void show(SimulatedDevice model, String point, double value) {
    model.set(model.slot(point), value);
    model.publish();
  }

  private static WriteOutcome write(Link link, String point, double value) {
    return link.write(new PointId("it", point), value, DEADLINE);
  }

  /** A Modbus client of a few lines: a PDU out and the reply's in, as hex. */
  private static String ask(int port, String pdu) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return ask(socket, pdu);
    }
  }

  private static String ask(Socket socket, String pdu) throws IOException {
    socket.setSoTimeout((int) Duration.ofSeconds(PATIENCE_S).toMillis());
    byte[] bytes = HexFormat.of().parseHex(pdu.replace(" ", ""));
    ByteBuffer frame = ByteBuffer.allocate(7 + bytes.length);
    frame.putShort((short) 1).putShort((short) 0).putShort((short) (bytes.length + 1));
    socket.getOutputStream().write(frame.put((byte) 1).put(bytes).array());
    DataInputStream in = new DataInputStream(socket.getInputStream());
    in.readInt();
    byte[] reply = new byte[in.readUnsignedShort()];
    in.readFully(reply);
    return HexFormat.of().formatHex(reply, 1, reply.length);
  }

  @Test
  void swappedWordsAreNoGoodReadingWhateverTheType() throws Exception {
    SimulatedDevice model = device(METER, new Quirk.WordOrderSwapped());
    show(model, "power", 1000);
    show(model, "voltageL1", 230.123);
    int port = serve(model);
    assertThat(ask(port, "04 0034 0002")).as("1000.0 is 447a 0000").isEqualTo("04040000447a");
    connect(model, port);
    await("the power is not believed", () -> !heard.whyBad("power").isEmpty());
    assertThat(heard.whyBad("power")).contains("word order");
    assertThat(heard.whyBad("voltageL1")).contains("word order");
    assertThat(heard.all).filteredOn(reading -> reading.value() != 0).isEmpty();
  }

  @Test
  void swappedWordsOfWholeNumbersAreOutOfRange() throws Exception {
    SimulatedDevice model = device("carlo-gavazzi-em340", new Quirk.WordOrderSwapped());
    show(model, "power", 1000);
    int port = serve(model);
    assertThat(ask(port, "04 0028 0002")).as("10000 is 2710 0000").isEqualTo("040400002710");
    connect(model, port);
    await("the power is not believed", () -> !heard.whyBad("power").isEmpty());
    assertThat(heard.whyBad("power")).contains("word order");
  }

  @Test
  void registersThatStandOneLaterAreRefusedAndNothingWrongIsGood() throws Exception {
    SimulatedDevice model = device(METER, new Quirk.OffByOne(1));
    show(model, "power", 1000);
    int port = serve(model);
    assertThat(ask(port, "04 0035 0002")).isEqualTo("0404447a0000");
    assertThat(ask(port, "04 0000 0002")).as("nothing stands at 0").isEqualTo("8402");
    connect(model, port);
    await("the voltage is not had", () -> !heard.whyBad("voltageL1").isEmpty());
    assertThat(heard.whyBad("voltageL1")).contains("does not know input");
    assertThat(heard.all)
        .filteredOn(reading -> reading.quality().isGood() && reading.value() != 0)
        .isEmpty();
  }

  @Test
  void aValueThatIsAbsentIsBadAndTheOthersAreGood() throws Exception {
    SimulatedDevice model = device(METER, new Quirk.NotANumber("frequency"));
    show(model, "power", 1000);
    show(model, "frequency", 50);
    int port = serve(model);
    assertThat(ask(port, "04 0046 0002")).isEqualTo("04047fc00000");
    connect(model, port);
    await("the power is good", () -> heard.isGood("power"));
    await("the frequency is not had", () -> !heard.whyBad("frequency").isEmpty());
    assertThat(heard.whyBad("frequency")).contains("gives no value");
  }

  @Test
  void aSensorThatShowsMinus32768IsBadInRegistersOfAnyType() throws Exception {
    SimulatedDevice pump = device("daikin-homehub", new Quirk.Minus32768("bufferTemp"));
    int port = serve(pump);
    assertThat(ask(port, "04 0031 0001")).isEqualTo("04028000");
    connect(pump, port);
    await("the buffer is not believed", () -> !heard.whyBad("bufferTemp").isEmpty());
    SimulatedDevice meter = device(METER, new Quirk.Minus32768("frequency"));
    int other = serve(meter);
    assertThat(ask(other, "04 0046 0002")).as("-32768.0").isEqualTo("0404c7000000");
    connect(meter, other);
    await("the frequency is not believed", () -> heard.whyBad("frequency").contains("-32768"));
  }

  @Test
  void functionSixteenAloneWorksWhereTheTemplateKnowsAndIsRefusedWithAReasonElsewhere()
      throws Exception {
    SimulatedDevice knows = device(PUMP, new Quirk.Fc16Only());
    int port = serve(knows);
    assertThat(ask(port, "06 0066 03e8")).isEqualTo("8601");
    assertThat(write(connect(knows, port), "powerSetpoint", 2000))
        .isEqualTo(new WriteOutcome.Verified(2000));
    SimulatedDevice doesNot = device("daikin-homehub", new Quirk.Fc16Only());
    int other = serve(doesNot);
    assertThat(ask(other, "06 0037 0002")).isEqualTo("8601");
    assertThat(ask(other, "10 0037 0001 02 0002")).isEqualTo("1000370001");
    assertThat(refusal(write(connect(doesNot, other), "sgReady", 4))).contains("exception 1");
    assertThat(doesNot.value("sgReady")).as("what was written by hand").isEqualTo(3);
  }

  private static String refusal(WriteOutcome outcome) {
    assertThat(outcome).isInstanceOf(WriteOutcome.Refused.class);
    return ((WriteOutcome.Refused) outcome).reason();
  }

  @Test
  void aSetpointThatIsNotWrittenAgainFallsAndIsSeenToHaveFallen() throws Exception {
    SimulatedDevice model = device(PUMP, new Quirk.WriteWatchdog(Duration.ofSeconds(45)));
    int port = serve(model);
    Link link = connect(model, port);
    assertThat(write(link, "powerSetpoint", 2000)).isEqualTo(new WriteOutcome.Verified(2000));
    model.elapse(Duration.ofSeconds(45));
    model.publish();
    assertThat(ask(port, "03 0066 0001")).as("not yet").isEqualTo("030207d0");
    model.elapse(Duration.ofSeconds(1));
    model.publish();
    assertThat(ask(port, "03 0066 0001")).isEqualTo("03020000");
    await(
        "the link reads 0 W",
        () -> heard.of("powerSetpoint").map(reading -> reading.value() == 0).orElse(false));
  }

  @Test
  void aWriteTooSoonIsRefusedWithAReason() throws Exception {
    SimulatedDevice model = device(PUMP, new Quirk.WriteSpacing(Duration.ofHours(1)));
    int port = serve(model);
    Link link = connect(model, port);
    assertThat(write(link, "powerSetpoint", 2000)).isEqualTo(new WriteOutcome.Verified(2000));
    assertThat(ask(port, "10 0066 0001 02 03e8")).isEqualTo("9006");
    assertThat(refusal(write(link, "powerSetpoint", 1000))).contains("exception 6");
    assertThat(model.value("powerSetpoint")).isEqualTo(2000);
  }

  @Test
  void aWriteTooSoonThatIsSwallowedIsFoundByReadingBack() throws Exception {
    SimulatedDevice model = device(PUMP, new Quirk.WriteSpacingIgnored(Duration.ofHours(1)));
    int port = serve(model);
    Link link = connect(model, port);
    assertThat(write(link, "powerSetpoint", 2000)).isEqualTo(new WriteOutcome.Verified(2000));
    assertThat(ask(port, "10 0066 0001 02 03e8")).as("acknowledged").isEqualTo("1000660001");
    assertThat(write(link, "powerSetpoint", 1000)).isEqualTo(new WriteOutcome.Mismatch(2000));
  }

  @Test
  void aDeviceWithOneClientLetsUsInWhenTheOtherHasGone() throws Exception {
    SimulatedDevice model = device(METER, new Quirk.OneClient());
    show(model, "power", 1000);
    int port = serve(model);
    try (Socket first = new Socket(InetAddress.getLoopbackAddress(), port)) {
      assertThat(ask(first, "04 0034 0002")).isEqualTo("0404447a0000");
      connect(model, port);
      await("the link is down", () -> !heard.whyBad("power").isEmpty());
      assertThat(heard.all).filteredOn(reading -> reading.quality().isGood()).isEmpty();
    }
    await("the link is let in", () -> heard.isGood("power"));
  }

  @Test
  void aDeviceThatIsSlowToBeginIsReadOnceTheTemplateWaits() throws Exception {
    SimulatedDevice model = device(METER, new Quirk.ConnectDelay(Duration.ofSeconds(1)));
    show(model, "power", 1000);
    int port = serve(model);
    long asked = time.nanos();
    assertThat(ask(port, "04 0034 0002")).isEqualTo("0404447a0000");
    assertThat(Duration.ofNanos(time.nanos() - asked)).isGreaterThan(Duration.ofMillis(999));
    connect(model, port);
    await("the power is good", () -> heard.isGood("power"));
    assertThat(Objects.requireNonNull(heard.latest.get("power")).value())
        .isCloseTo(1000, within(1e-3));
  }

  @Test
  void aValueAboveTheRatedPowerIsRefusedAndTheOldOneStays() throws Exception {
    SimulatedDevice model = device(PUMP, new Quirk.RejectAboveRated());
    int port = serve(model);
    Link link = connect(model, port);
    assertThat(write(link, "powerSetpoint", 4000)).isEqualTo(new WriteOutcome.Verified(4000));
    assertThat(ask(port, "10 0066 0001 02 1388")).as("5000 W of 4 kW").isEqualTo("9003");
    assertThat(refusal(write(link, "powerSetpoint", 5000))).contains("exception 3");
    assertThat(model.value("powerSetpoint")).isEqualTo(4000);
  }

  @Test
  void blocksThatAreTooLongAreReadInShorterOnes() throws Exception {
    SimulatedDevice model = device(METER, new Quirk.BlockLimit(10));
    show(model, "power", 1000);
    show(model, "voltageL1", 230);
    int port = serve(model);
    assertThat(ask(port, "04 0034 000b")).isEqualTo("8403");
    assertThat(ask(port, "04 0034 0002")).isEqualTo("0404447a0000");
    connect(model, port);
    await("both are read", () -> value("power") == 1000 && value("voltageL1") == 230);
  }

  @Test
  void whatLiesBesideAGapIsReadWithoutIt() throws Exception {
    SimulatedDevice model = device(METER, new Quirk.StrictGaps());
    show(model, "power", 1000);
    show(model, "voltageL1", 230);
    int port = serve(model);
    assertThat(ask(port, "04 0034 000c")).isEqualTo("8402");
    connect(model, port);
    await("both are read", () -> value("power") == 1000 && value("voltageL1") == 230);
  }

  @Test
  void aCounterThatJumpsBackIsReadAsItStands() throws Exception {
    SimulatedDevice model = device(METER, new Quirk.CountersJumpBack(Duration.ofHours(1)));
    show(model, "energyImport", 8_000_000);
    int port = serve(model);
    connect(model, port);
    await("it stands at 8000 kWh", () -> value("energyImport") == 8_000_000);
    model.elapse(Duration.ofHours(1));
    show(model, "energyImport", 8_002_000);
    assertThat(ask(port, "04 0048 0002")).as("2.0").isEqualTo("040440000000");
    await("it stands at 2 kWh", () -> value("energyImport") == 2_000);
  }

  private double value(String point) {
    return heard.isGood(point) ? heard.of(point).map(Reading::value).orElseThrow() : -1;
  }
}
