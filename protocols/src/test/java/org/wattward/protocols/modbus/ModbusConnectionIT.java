package org.wattward.protocols.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.template.RegisterTable;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Credentials;
import org.wattward.protocols.modbus.NoAnswer.Kind;
import org.wattward.protocols.modbus.RawServer.Behaviour;
import org.wattward.protocols.modbus.RawServer.Request;

/** One connection against servers that misbehave: nothing wrong is believed, nothing sent twice. */
@Timeout(60)
class ModbusConnectionIT {
  private static final Duration TIMEOUT = Duration.ofMillis(300);

  /** Where the answer comes at once, however busy the machine is. */
  private static final Duration PATIENT = Duration.ofSeconds(20);

  private static final Query.Read READ = new Query.Read(1, RegisterTable.HOLDING, 40, 3);
  private static final Query.WriteRegister WRITE = new Query.WriteRegister(1, 40, 7);

  private static final Credentials NO_KEYS = Credentials.fromEnvironment(Path.of("none"));

  private final Time time = Time.system();
  private final List<RawServer> servers = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (RawServer server : servers) {
      server.close();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("goodQueries")
  void aRightAnswerIsRead(String name, Query query, List<Integer> words) throws Exception {
    RawServer server = honest();
    try (ModbusConnection connection = connect(server)) {
      Reply reply = connection.ask(query, Duration.ZERO);

      assertThat(reply)
          .isInstanceOfSatisfying(
              Reply.Words.class,
              read ->
                  assertThat(read.words())
                      .containsExactly(words.stream().mapToInt(word -> word).toArray()));
      assertThat(connection.isOpen()).isTrue();
    }
  }

  static Stream<Arguments> goodQueries() {
    return Stream.of(
        Arguments.of(
            "function 1",
            new Query.Read(1, RegisterTable.COIL, 5, 10),
            List.of(1, 0, 1, 0, 1, 0, 1, 0, 1, 0)),
        Arguments.of(
            "function 2", new Query.Read(1, RegisterTable.DISCRETE_INPUT, 6, 3), List.of(0, 1, 0)),
        Arguments.of("function 3", READ, List.of(1040, 1041, 1042)),
        Arguments.of("function 4", new Query.Read(9, RegisterTable.INPUT, 64600, 1), List.of(64)),
        Arguments.of("function 5", new Query.WriteCoil(1, 3, true), List.of()),
        Arguments.of("function 6", WRITE, List.of()),
        Arguments.of("function 16", new Query.WriteRegisters(1, 40, List.of(65535, 2)), List.of()));
  }

  @Test
  void theLargestReadsFit() throws Exception {
    RawServer server = honest();
    try (ModbusConnection connection = connect(server)) {
      assertThat(connection.ask(new Query.Read(1, RegisterTable.INPUT, 0, 125), Duration.ZERO))
          .isInstanceOfSatisfying(
              Reply.Words.class, words -> assertThat(words.words()[124]).isEqualTo(1124));
      assertThat(connection.ask(new Query.Read(1, RegisterTable.COIL, 0, 2000), Duration.ZERO))
          .isInstanceOfSatisfying(
              Reply.Words.class, words -> assertThat(words.words()).hasSize(2000));
    }
  }

  @Test
  void aRefusalIsAnAnswerAndKeepsTheConnection() throws Exception {
    RawServer server = serving((self, request, n, out) -> out.write(RawServer.refuse(request, 2)));
    try (ModbusConnection connection = connect(server)) {
      assertThat(connection.ask(READ, Duration.ZERO)).isEqualTo(new Reply.Refused(2));
      assertThat(connection.isOpen()).isTrue();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongAnswers")
  void aWrongAnswerIsNotBelievedAndClosesTheConnection(
      String name, Query query, Behaviour behaviour) throws Exception {
    RawServer server = serving(behaviour);
    try (ModbusConnection connection = connect(server)) {
      assertThatThrownBy(() -> connection.ask(query, Duration.ZERO))
          .isInstanceOfSatisfying(
              NoAnswer.class, fault -> assertThat(fault.kind()).isEqualTo(Kind.WRONG_ANSWER));

      assertThat(connection.isOpen()).isFalse();
      assertThat(server.requests()).hasSize(1);
    }
  }

  static Stream<Arguments> wrongAnswers() {
    return Stream.of(
        wrong("another transaction", READ, (s, r) -> frame(r.transaction() + 1, 1, s.honestPdu(r))),
        wrong("another unit", READ, (s, r) -> frame(r.transaction(), 2, s.honestPdu(r))),
        wrong(
            "another function",
            READ,
            (s, r) -> frame(r.transaction(), 1, pdu(4, 6, 0, 1, 0, 2, 0, 3))),
        wrong("an unknown function", READ, (s, r) -> frame(r.transaction(), 1, pdu(99, 1))),
        wrong(
            "a refusal of another function",
            READ,
            (s, r) -> frame(r.transaction(), 1, pdu(0x84, 2))),
        wrong("a refusal without a code", READ, (s, r) -> frame(r.transaction(), 1, pdu(0x83, 0))),
        wrong(
            "a refusal that is too long",
            READ,
            (s, r) -> frame(r.transaction(), 1, pdu(0x83, 2, 2))),
        wrong("fewer registers", READ, (s, r) -> frame(r.transaction(), 1, pdu(3, 4, 0, 1, 0, 2))),
        wrong(
            "more registers",
            READ,
            (s, r) -> frame(r.transaction(), 1, pdu(3, 8, 0, 1, 0, 2, 0, 3, 0, 4))),
        wrong(
            "a byte count that is too small",
            READ,
            (s, r) -> frame(r.transaction(), 1, pdu(3, 4, 0, 1, 0, 2, 0, 3))),
        wrong(
            "a byte count that is too large",
            READ,
            (s, r) -> frame(r.transaction(), 1, pdu(3, 6, 0, 1, 0, 2))),
        wrong("another protocol", READ, (s, r) -> with(s.honest(r), 3, 9)),
        wrong("a length of nothing", READ, (s, r) -> with(s.honest(r), 5, 1)),
        wrong("an impossible length", READ, (s, r) -> with(s.honest(r), 4, 0x7F)),
        wrong("two answers at once", READ, (s, r) -> twice(s.honest(r))),
        wrong(
            "an echo of another value",
            WRITE,
            (s, r) -> frame(r.transaction(), 1, pdu(6, 0, 40, 0, 8))),
        wrong(
            "an echo of another address",
            WRITE,
            (s, r) -> frame(r.transaction(), 1, pdu(6, 0, 41, 0, 7))),
        wrong(
            "an echo that is too short", WRITE, (s, r) -> frame(r.transaction(), 1, pdu(6, 0, 40))),
        wrong(
            "another count written",
            new Query.WriteRegisters(1, 40, List.of(1, 2)),
            (s, r) -> frame(r.transaction(), 1, pdu(16, 0, 40, 0, 1))));
  }

  @Test
  void aDuplicatedReplyNeverDeliversThePreviousRegisters() throws Exception {
    CountDownLatch duplicateIsOut = new CountDownLatch(1);
    RawServer server =
        serving((self, request, number, out) -> {
          out.write(self.honest(request));
          if (number == 0) {
            out.flush();
            out.write(self.honest(request));
            duplicateIsOut.countDown();
          }
        });
    try (ModbusConnection connection = connect(server)) {
      Query other = new Query.Read(1, RegisterTable.HOLDING, 80, 3);
      Reply first;
      try {
        first = connection.ask(READ, Duration.ZERO);
      } catch (NoAnswer e) {
        return; // both replies came in one piece, and neither was believed
      }
      assertThat(((Reply.Words) first).words()).containsExactly(1040, 1041, 1042);
      assertThat(duplicateIsOut.await(10, TimeUnit.SECONDS)).isTrue();

      assertThatThrownBy(() -> connection.ask(other, Duration.ZERO)).isInstanceOf(NoAnswer.class);
      assertThat(connection.isOpen()).isFalse();
    }
  }

  @Test
  void aReplyThatComesTooLateIsNotTakenForTheNext() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    RawServer server =
        serving((self, request, number, out) -> {
          if (number == 0) {
            release.await();
          }
          out.write(self.honest(request));
        });
    try (ModbusConnection connection = connect(server, TIMEOUT)) {
      assertThatThrownBy(() -> connection.ask(READ, Duration.ZERO)).isInstanceOf(NoAnswer.class);
      release.countDown();

      assertThatThrownBy(() -> connection.ask(READ, Duration.ZERO)).isInstanceOf(NoAnswer.class);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("anyQueries")
  void anUnansweredRequestIsSentOnceAndGivenUpInTime(Query query) throws Exception {
    RawServer server = serving((self, request, number, out) -> {});
    try (ModbusConnection connection = connect(server, TIMEOUT)) {
      long start = time.nanos();

      assertThatThrownBy(() -> connection.ask(query, Duration.ZERO))
          .isInstanceOfSatisfying(
              NoAnswer.class, fault -> assertThat(fault.kind()).isEqualTo(Kind.SILENT));

      Duration took = Duration.ofNanos(time.nanos() - start);
      assertThat(took).isBetween(TIMEOUT.minusMillis(10), TIMEOUT.plusSeconds(2));
      assertThat(server.requests()).hasSize(1);
      assertThat(connection.isOpen()).isFalse();
    }
  }

  static Stream<Query> anyQueries() {
    return Stream.of(READ, WRITE, new Query.WriteRegisters(1, 40, List.of(1, 2)));
  }

  @Test
  void theTimeoutCountsForTheWholeRequestHoweverItDrips() throws Exception {
    RawServer server =
        serving((self, request, number, out) -> {
          for (byte one : self.honest(request)) {
            out.write(one);
            Time.system().sleep(Duration.ofMillis(100));
          }
        });
    try (ModbusConnection connection = connect(server, TIMEOUT)) {
      long start = time.nanos();

      assertThatThrownBy(() -> connection.ask(READ, Duration.ZERO)).isInstanceOf(NoAnswer.class);

      assertThat(Duration.ofNanos(time.nanos() - start)).isLessThan(TIMEOUT.multipliedBy(3));
    }
  }

  @Test
  void anAnswerInPiecesIsPutTogether() throws Exception {
    RawServer server =
        serving((self, request, number, out) -> {
          for (byte one : self.honest(request)) {
            out.write(one);
            out.flush();
          }
        });
    try (ModbusConnection connection = connect(server)) {
      assertThat(connection.ask(READ, Duration.ZERO)).isInstanceOf(Reply.Words.class);
    }
  }

  @Test
  void aConnectionClosedInTheMiddleOfAnAnswerIsNoAnswer() throws Exception {
    RawServer server =
        serving((self, request, number, out) -> {
          out.write(self.honest(request), 0, 9);
          self.hangUp();
        });
    try (ModbusConnection connection = connect(server)) {
      assertThatThrownBy(() -> connection.ask(READ, Duration.ZERO))
          .isInstanceOfSatisfying(
              NoAnswer.class, fault -> assertThat(fault.kind()).isEqualTo(Kind.CLOSED));
    }
  }

  @Test
  void aPauseIsKeptBetweenRequests() throws Exception {
    RawServer server = honest();
    try (ModbusConnection connection = connect(server)) {
      connection.ask(READ, Duration.ZERO);
      long start = time.nanos();

      connection.ask(READ, Duration.ofMillis(80));

      assertThat(Duration.ofNanos(time.nanos() - start)).isGreaterThan(Duration.ofMillis(79));
    }
  }

  @Test
  void closingManyConnectionsOnVirtualThreadsHoldsUpNobody() throws Exception {
    RawServer server = honest();
    int count = 200;
    List<ModbusConnection> connections =
        Stream.generate(() -> connectUnchecked(server)).limit(count).toList();
    for (ModbusConnection connection : connections) {
      connection.ask(READ, Duration.ZERO);
    }
    CountDownLatch closed = new CountDownLatch(count);
    long start = time.nanos();

    for (ModbusConnection connection : connections) {
      Thread.ofVirtual()
          .start(() -> {
            connection.close();
            closed.countDown();
          });
    }

    assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    // With SO_LINGER set each close holds its carrier for about 40 ms: 4 s on two carriers.
    assertThat(Duration.ofNanos(time.nanos() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void ourSocketsDoNotLinger() throws Exception {
    RawServer server = honest();
    try (var socket =
        TimedSocket.connect("127.0.0.1", server.port(), Deadline.in(time, Duration.ofSeconds(5)))) {
      assertThat(socket.getSoLinger()).isEqualTo(-1);
      assertThat(socket.getTcpNoDelay()).isTrue();
    }
  }

  private RawServer serving(Behaviour behaviour) throws IOException {
    RawServer server = new RawServer(behaviour);
    servers.add(server);
    return server;
  }

  private RawServer honest() throws IOException {
    return serving((self, request, number, out) -> out.write(self.honest(request)));
  }

  private ModbusConnection connect(RawServer server) throws IOException {
    return connect(server, PATIENT);
  }

  private ModbusConnection connect(RawServer server, Duration timeout) throws IOException {
    Deadline deadline = Deadline.in(time, PATIENT);
    LinkConfig.ModbusTcp config = TestDevices.link(server.port(), timeout, timeout);
    return new ModbusConnection(Wires.of(config, NO_KEYS).open(deadline), time, timeout);
  }

  private ModbusConnection connectUnchecked(RawServer server) {
    try {
      return connect(server);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The bytes of an answer. */
  @FunctionalInterface
  interface Answer {
    byte[] to(RawServer server, Request request);
  }

  private static Arguments wrong(String name, Query query, Answer answer) {
    Behaviour behaviour =
        (RawServer server, Request request, int number, OutputStream out) ->
            out.write(answer.to(server, request));
    return Arguments.of(name, query, behaviour);
  }

  private static byte[] frame(int transaction, int unit, byte[] pdu) {
    return RawServer.frame(transaction, unit, pdu);
  }

  private static byte[] pdu(int... numbers) {
    byte[] bytes = new byte[numbers.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) numbers[i];
    }
    return bytes;
  }

  private static byte[] with(byte[] bytes, int at, int number) {
    bytes[at] = (byte) number;
    return bytes;
  }

  private static byte[] twice(byte[] bytes) {
    byte[] both = new byte[2 * bytes.length];
    System.arraycopy(bytes, 0, both, 0, bytes.length);
    System.arraycopy(bytes, 0, both, bytes.length, bytes.length);
    return both;
  }
}
