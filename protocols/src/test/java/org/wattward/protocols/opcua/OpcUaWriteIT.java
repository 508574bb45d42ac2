package org.wattward.protocols.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ushort;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wattward.devices.point.PointId;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Await;
import org.wattward.protocols.link.Credentials;
import org.wattward.protocols.link.RecordingListener;
import org.wattward.protocols.link.WriteOutcome;

/** Writes to a real server: each goes out once, and its outcome is what the server then holds. */
@Timeout(180)
class OpcUaWriteIT {
  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final PointId LIMIT = TestDevices.id("pump", "limit");

  private final RecordingListener listener = new RecordingListener();
  private final TestServer server = new TestServer();
  private OpcUaLink link;

  OpcUaWriteIT() throws Exception {
    link = unstarted(TestDevices.writable("limit", 0, 10_000, 0.1));
  }

  private OpcUaLink unstarted(PointTemplate point) {
    return new OpcUaLink(
        TestDevices.link(server.url(), Duration.ofMillis(100)),
        List.of(TestDevices.device("pump", "Pump", point)),
        listener,
        Time.system(),
        new Random(3),
        Credentials.fromEnvironment(Path.of("none")));
  }

  private void begin(Object value) throws Exception {
    server.with("Pump.limit", value).start();
    link.start();
    Await.until("it is read", () -> listener.good(LIMIT).isPresent());
  }

  @AfterEach
  void close() throws Exception {
    link.close();
    server.close();
  }

  static Stream<Arguments> types() {
    return Stream.of(
        Arguments.of(10.0, 21.5, 21.5),
        Arguments.of(10.0f, 21.5, 21.5f),
        Arguments.of((short) 10, 21.0, (short) 21),
        Arguments.of(10, 21.0, 21),
        Arguments.of(10L, 21.0, 21L),
        Arguments.of(ubyte(10), 200.0, ubyte(200)),
        Arguments.of(ushort(10), 60_000.0, ushort(60_000)),
        Arguments.of(uint(10), 21.0, uint(21)),
        Arguments.of(false, 1.0, true));
  }

  @ParameterizedTest
  @MethodSource("types")
  void aValueIsWrittenInTheTypeOfItsVariable(Object before, double value, Object after)
      throws Exception {
    link = unstarted(TestDevices.writable("limit", 0, 100_000, 0.1));
    begin(before);

    assertThat(link.write(LIMIT, value, DEADLINE)).isEqualTo(new WriteOutcome.Verified(value));
    assertThat(server.held("Pump.limit")).isEqualTo(after);
  }

  @Test
  void aValueThatItsTypeCannotHoldIsRefusedBeforeItGoesOut() throws Exception {
    begin(ubyte(7));

    assertThat(link.write(LIMIT, 300, DEADLINE))
        .isInstanceOfSatisfying(
            WriteOutcome.Refused.class,
            refused -> assertThat(refused.reason()).contains("Byte").contains("300"));
    assertThat(server.writes()).isEmpty();
  }

  @Test
  void aValueBeyondTheTemplatesRangeIsRefusedBeforeItGoesOut() throws Exception {
    begin(7.0);

    assertThat(link.write(LIMIT, 10_001, DEADLINE)).isInstanceOf(WriteOutcome.Refused.class);
    assertThat(link.write(LIMIT, Double.NaN, DEADLINE)).isInstanceOf(WriteOutcome.Refused.class);
    assertThat(server.writes()).isEmpty();
  }

  @Test
  void aRefusalNamesTheServersStatusCode() throws Exception {
    begin(7.0);
    server.answerWritesOf("Pump.limit", StatusCodes.Bad_UserAccessDenied);

    assertThat(link.write(LIMIT, 8, DEADLINE))
        .isInstanceOfSatisfying(
            WriteOutcome.Refused.class,
            refused -> assertThat(refused.reason()).contains("Bad_UserAccessDenied"));
    assertThat(server.writes()).hasSize(1);
  }

  @Test
  void aWriteTheServerForgetsIsAMismatch() throws Exception {
    begin(7.0);
    server.ignoreWrites();

    assertThat(link.write(LIMIT, 8, DEADLINE)).isEqualTo(new WriteOutcome.Mismatch(7));
    assertThat(server.writes()).containsExactly("Pump.limit=8.0");
  }

  @Test
  void aWriteThatTimesOutBehindTheServerIsReadAndNotSentAgain() throws Exception {
    begin(7.0);
    server.answerWritesOf("Pump.limit", StatusCodes.Bad_Timeout);

    assertThat(link.write(LIMIT, 8, DEADLINE)).isEqualTo(new WriteOutcome.Mismatch(7));
    server.show("Pump.limit", 9.0);
    assertThat(link.write(LIMIT, 9, DEADLINE)).isEqualTo(new WriteOutcome.Verified(9));
    assertThat(server.writes()).containsExactly("Pump.limit=8.0", "Pump.limit=9.0");
  }

  @Test
  void aWriteWithoutASessionNeverGoesOut() throws Exception {
    begin(7.0);
    server.stop();
    Await.until("the link is down", () -> listener.linkChanges().size() == 2);

    assertThat(link.write(LIMIT, 8, DEADLINE)).isInstanceOf(WriteOutcome.Refused.class);
    server.start();
    Await.until("the link is up", () -> listener.linkChanges().size() == 3);

    assertThat(server.writes()).isEmpty();
  }
}
