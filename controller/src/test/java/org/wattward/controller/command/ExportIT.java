package org.wattward.controller.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wattward.controller.district.FakeDistrict;
import org.wattward.controller.record.DatabaseAddress;
import org.wattward.controller.record.History;
import org.wattward.controller.record.RecordSettings;
import org.wattward.controller.record.RecordStore;
import org.wattward.controller.record.RecordStore.PointDescription;
import org.wattward.controller.record.RecordUnavailable;
import org.wattward.controller.rules.PackageRegistry;
import org.wattward.controller.security.Accounts;
import org.wattward.controller.security.Role;
import org.wattward.controller.web.WebServer;
import org.wattward.devices.point.Reading;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.time.ManualTime;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code export} writes, from a real PostgreSQL by way of the controller's own server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportIT {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  /** In the hour that comes twice in Europe/Berlin. */
  private static final Instant TWICE = Instant.parse("2026-10-25T00:59:30Z");

  private static final Instant DAY = Instant.parse("2026-11-10T18:00:00Z");
  private static final int READINGS_OF_DAY = 2 * 86_400 / 5;

  private Path directory;
  private RecordStore store;
  private WebServer server;
  private Path token;
  private final AtomicBoolean failing = new AtomicBoolean();

  @BeforeAll
  void startAndRecord(@TempDir Path given) throws Exception {
    directory = given;
    ManualTime time = new ManualTime(NOW);
    store =
        new RecordStore(
            time,
            new DatabaseAddress.Embedded(directory.resolve("postgres")),
            RecordSettings.in(directory.resolve("record")));
    store.describe(
        List.of(
            new PointDescription(
                FakeDistrict.POWER,
                Unit.W,
                "Power",
                Duration.ofSeconds(60),
                OptionalDouble.empty())));
    store.start();
    assertThat(store.awaitReady(Duration.ofSeconds(90))).isTrue();
    store.recorder().readings(aroundTheClockChange());
    store.recorder().readings(ofTwoDays());
    Await.until("all is stored", Duration.ofSeconds(60), store::isDrained);
    Accounts accounts = new Accounts(directory.resolve("accounts"));
    token =
        Files.writeString(directory.resolve("token"), accounts.issueToken("x", Role.VIEWER, 16));
    FakeDistrict district = new FakeDistrict();
    server =
        WebServer.start(
            new WebServer.Parts(
                district,
                fragile(),
                store.recorder(),
                store::counters,
                accounts,
                new PackageRegistry(
                    new PackageRegistry.Parts(
                        district.site(), directory.resolve("rules"), store.recorder(), time)),
                time),
            InetAddress.getLoopbackAddress(),
            0);
  }

  private static List<Reading> aroundTheClockChange() {
    return List.of(
        Reading.good(FakeDistrict.POWER, TWICE, 1000),
        Reading.good(FakeDistrict.POWER, TWICE.plusSeconds(15), -2.5),
        Reading.good(FakeDistrict.POWER, TWICE.plusSeconds(30), 40).stale(),
        Reading.bad(FakeDistrict.POWER, TWICE.plusSeconds(45), "Silent."),
        Reading.good(FakeDistrict.POWER, TWICE.plusSeconds(240), 7));
  }

  /** One in five seconds, so that both parts of a day and batches of Arrow come to an end. */
  private static List<Reading> ofTwoDays() {
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < READINGS_OF_DAY; i++) {
      readings.add(Reading.good(FakeDistrict.POWER, DAY.plusSeconds(5L * i), i));
    }
    return readings;
  }

  @AfterAll
  void stop() {
    server.close();
    store.close();
  }

  /** What a command came to. */
  private record Run(int code, String err) {}

  private Run export(Path out, String more) {
    StringWriter err = new StringWriter();
    CommandLine line = WattwardCommand.commandLine();
    line.setOut(new PrintWriter(err, true)).setErr(new PrintWriter(err, true));
    List<String> args =
        new ArrayList<>(
            List.of(
                "export",
                "--url",
                "http://127.0.0.1:" + server.port(),
                "--token-file",
                token.toString(),
                "--point",
                FakeDistrict.POWER.toString(),
                "--out",
                out.toString()));
    args.addAll(List.of(more.split(" ")));
    return new Run(line.execute(args.toArray(String[]::new)), err.toString());
  }

  private Path exported(String more) {
    Path out = directory.resolve("exported");
    assertThat(export(out, more)).isEqualTo(new Run(0, ""));
    return out;
  }

  @Test
  void readingsKeepTheirQualityAndTellTheHourThatComesTwiceApart() {
    assertThat(exported("--from 2026-10-25T02:00 --to 2026-10-26 --time-zone Europe/Berlin"))
        .hasContent(
            """
            time,point,unit,value,quality
            2026-10-25T02:59:30+02:00,heatpump-07/power,W,1000.0,GOOD
            2026-10-25T02:59:45+02:00,heatpump-07/power,W,-2.5,GOOD
            2026-10-25T02:00:00+01:00,heatpump-07/power,W,40.0,STALE
            2026-10-25T02:00:15+01:00,heatpump-07/power,W,0.0,BAD
            2026-10-25T02:03:30+01:00,heatpump-07/power,W,7.0,GOOD
            """);
  }

  @Test
  void samplesShowTheirGap() {
    assertThat(exported("--from 2026-10-25T00:59:00Z --to 2026-10-25T01:04:00Z --resolution PT1M"))
        .hasContent(
            """
            time,point,unit,min,max,mean,last,goodShare
            2026-10-25T00:59:00Z,heatpump-07/power,W,-2.5,1000.0,498.75,-2.5,0.5
            2026-10-25T01:00:00Z,heatpump-07/power,W,,,,,0.0
            2026-10-25T01:01:00Z,heatpump-07/power,W,,,,,0.0
            2026-10-25T01:02:00Z,heatpump-07/power,W,,,,,0.0
            2026-10-25T01:03:00Z,heatpump-07/power,W,7.0,7.0,7.0,7.0,0.5
            """);
  }

  @Test
  void theSiteHasItsOwnTime() throws Exception {
    JsonNode answer =
        JsonMapper.shared()
            .readTree(
                exported("--format json --time-zone site --from 2026-10-25 --to 2026-10-26")
                    .toFile());
    assertThat(answer.get("from").asString()).isEqualTo("2026-10-25T00:00:00+02:00");
    assertThat(answer.get("to").asString()).isEqualTo("2026-10-26T00:00:00+01:00");
    JsonNode readings = answer.get("series").get(0).get("readings");
    assertThat(readings).hasSize(5);
    assertThat(readings.get(2).toString())
        .isEqualTo("{\"time\":\"2026-10-25T02:00:00+01:00\",\"value\":40.0,\"quality\":\"STALE\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "arrow"})
  void everyFormHasEveryReadingOfTwoDaysInOrder(String form) throws Exception {
    Path file =
        exported("--from %s --to %s --format %s".formatted(DAY, DAY.plusSeconds(172_800), form));

    List<Double> values =
        switch (form) {
          case "csv" ->
              Files.readAllLines(file).stream()
                  .skip(1)
                  .map(line -> Double.valueOf(line.split(",")[3]))
                  .toList();
          case "json" -> {
            List<Double> found = new ArrayList<>();
            JsonMapper.shared()
                .readTree(file.toFile())
                .get("series")
                .get(0)
                .get("readings")
                .forEach(reading -> found.add(reading.get("value").asDouble()));
            yield found;
          }
          default -> arrowValues(file);
        };

    assertThat(values).hasSize(READINGS_OF_DAY).isSorted();
    assertThat(values.stream().mapToDouble(Double::doubleValue).sum())
        .isCloseTo((READINGS_OF_DAY - 1.0) * READINGS_OF_DAY / 2, within(1e-3));
  }

  private static List<Double> arrowValues(Path file) throws IOException {
    List<Double> values = new ArrayList<>();
    try (RootAllocator allocator = new RootAllocator();
        InputStream in = Files.newInputStream(file);
        ArrowStreamReader reader = new ArrowStreamReader(in, allocator)) {
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      while (reader.loadNextBatch()) {
        for (int i = 0; i < root.getRowCount(); i++) {
          values.add(((Float8Vector) root.getVector("value")).get(i));
        }
      }
    }
    return values;
  }

  @Test
  void arrowHasTheColumnsOfTheTableWithTimeZoneAndNulls() throws Exception {
    Path file =
        exported(
            "--from 2026-10-25T00:59:00Z --to 2026-10-25T01:04:00Z --resolution PT1M --format"
                + " arrow --time-zone Europe/Berlin");

    try (RootAllocator allocator = new RootAllocator();
        InputStream in = Files.newInputStream(file);
        ArrowStreamReader reader = new ArrowStreamReader(in, allocator)) {
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      assertThat(
              root.getSchema().getFields().stream()
                  .map(field -> field.getName() + " " + field.getType())
                  .collect(Collectors.joining("; ")))
          .isEqualTo(
              "time Timestamp(MICROSECOND, Europe/Berlin); point Utf8; unit Utf8;"
                  + " min FloatingPoint(DOUBLE); max FloatingPoint(DOUBLE);"
                  + " mean FloatingPoint(DOUBLE); last FloatingPoint(DOUBLE);"
                  + " goodShare FloatingPoint(DOUBLE)");
      assertThat(reader.loadNextBatch()).isTrue();
      assertThat(root.getRowCount()).isEqualTo(5);
      assertThat(((TimeStampMicroTZVector) root.getVector("time")).get(4))
          .isEqualTo(Instant.parse("2026-10-25T01:03:00Z").getEpochSecond() * 1_000_000);
      assertThat(root.getVector("point").getObject(0)).hasToString("heatpump-07/power");
      List<Object> means = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        means.add(String.valueOf(root.getVector("mean").getObject(i)));
      }
      assertThat(means).containsExactly("498.75", "null", "null", "null", "7.0");
      assertThat(reader.loadNextBatch()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // asked for | what the answer says
        "--from 2026-07-01T00:00Z --to 2026-11-01T00:00Z | points times span may be PT2400H",
        "--from 2026-11-01 --to 2026-11-02 --resolution PT1S | more than 10000 samples a point",
        "--from 2026-11-02 --to 2026-11-01 | must be before to",
        "--from yesterday | it is a time such as",
        "--time-zone Europe/Atlantis | it is UTC, site, or a name",
        "--format xlsx | it is json, csv or arrow",
        "--resolution fine | it is auto, raw, or a duration",
        "--from 2026-09-01 --to 2026-09-02 --resolution PT30S | only steps of PT1M are kept",
        "--point heatpump-07/nothing | Its points are: power, powerLimit",
        "--point nothing | Write device/point"
      })
  void whatCannotBeAnsweredIsRefusedWithASentence(String asked, String sentence) {
    Path out = directory.resolve("refused");

    Run run = export(out, asked);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains(sentence);
    assertThat(out).doesNotExist();
  }

  @Test
  void tooManyPointsAreRefused() {
    String points = String.join(" ", Collections.nCopies(200, "--point heatpump-07/power"));

    assertThat(export(directory.resolve("refused"), points).err())
        .contains("201 points are asked for; 1 to 200 are answered at a time.");
  }

  @Test
  void aWrongTokenIsRefused() throws Exception {
    token = Files.writeString(directory.resolve("wrong"), "ww_wrong");
    try {
      Run run = export(directory.resolve("refused"), "--resolution raw");

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).contains("refuses (status 401)");
    } finally {
      token = directory.resolve("token");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "arrow"})
  void anAnswerThatBreaksOffLeavesNoFile(String form) {
    Path out = directory.resolve("broken-" + form);
    failing.set(true);
    try {
      Run run =
          export(
              out, "--from %s --to %s --format %s".formatted(DAY, DAY.plusSeconds(172_800), form));

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).contains("broke off");
    } finally {
      failing.set(false);
    }
    assertThat(out).doesNotExist();
    assertThat(directory.resolve("broken-" + form + ".part")).doesNotExist();
  }

  /** The store's history, which fails behind the first day when it is told to. */
  private History fragile() {
    return (History)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {History.class},
            (_, method, args) -> {
              if (failing.get()
                  && method.getName().equals("readings")
                  && ((Instant) args[1]).isAfter(DAY)) {
                throw new RecordUnavailable("It is away.", new IOException("Gone."));
              }
              try {
                return method.invoke(store.history(), args);
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              }
            });
  }
}
