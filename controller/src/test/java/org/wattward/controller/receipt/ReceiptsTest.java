package org.wattward.controller.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.arbitration.Decision.Claim;
import org.wattward.controller.arbitration.Decision.Clip;
import org.wattward.controller.arbitration.Decision.Verdict;
import org.wattward.controller.arbitration.Decision.Write;
import org.wattward.controller.keep.Keep;
import org.wattward.controller.loop.SteppedLoops;
import org.wattward.controller.receipt.Receipt.Stage;
import org.wattward.devices.point.PointId;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.time.ManualTime;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Request.Source;
import org.wattward.rules.request.Wish;

class ReceiptsTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final PointId LIMIT = PointId.parse("heatpump-01/powerLimit");
  private static final Source PLANNER = new Source(Source.Kind.PROGRAM, "planner", "");
  private static final Asker ASKER = new Asker(PLANNER, 10, new Quota(10, 5));

  private final MemoryKeep keep = new MemoryKeep();
  private final Map<String, Request> book = new LinkedHashMap<>();
  private ManualTime time = new ManualTime(START);
  private SteppedLoops loops = new SteppedLoops(time);
  private Receipts receipts = open();

  /** Keeps values across "restarts" of a test. */
  private static final class MemoryKeep implements Keep {
    private final Map<String, String> values = new LinkedHashMap<>();
    private Optional<Instant> keptAt = Optional.empty();
    private int forces;

    @Override
    public Optional<Instant> keptAt() {
      return keptAt;
    }

    @Override
    public Map<String, String> values() {
      return new LinkedHashMap<>(values);
    }

    @Override
    public void putAll(Map<String, String> named) {
      values.putAll(named);
    }

    @Override
    public void removeAll(List<String> names) {
      names.forEach(values::remove);
    }

    @Override
    public void force() {
      forces++;
    }

    @Override
    public void close() {}
  }

  private Receipts open() {
    Receipts fresh =
        new Receipts(
            time,
            loops,
            keep,
            new Receipts.Gate() {
              @Override
              public Optional<String> refusal(Request request) {
                return request.point().device().equals("nowhere")
                    ? Optional.of("The site has no such point.")
                    : Optional.empty();
              }

              @Override
              public List<Optional<String>> takeAll(List<Request> requests) {
                requests.forEach(request -> book.put(request.id(), request));
                return requests.stream().map(_ -> Optional.<String>empty()).toList();
              }

              @Override
              public void withdraw(String requestId, String why) {
                book.remove(requestId);
              }
            });
    fresh.start();
    return fresh;
  }

  /** The program ends and starts again; time of day and monotonic clock as given. */
  private void restart(Instant at) {
    keep.keptAt = Optional.of(time.now());
    book.clear();
    time = new ManualTime(at);
    loops = new SteppedLoops(time);
    receipts = open();
    loops.settle();
  }

  private static Order order(String key, double value, Instant from, Duration length) {
    return new Order(
        key,
        LIMIT,
        new Wish.Set(value),
        10,
        "The plan.",
        new Order.Span(from, from.plus(length), from.equals(START)));
  }

  private static Order now(String key) {
    return order(key, 4_200, START, Duration.ofMinutes(30));
  }

  private List<Receipt> take(Order... orders) {
    return switch (receipts.take(ASKER, List.of(orders))) {
      case Receipts.Answer.Taken(List<Receipt> taken) -> taken;
      case Receipts.Answer.TooMuch(double _, String why) -> throw new AssertionError(why);
    };
  }

  private Receipt receipt(String key) {
    return receipts.receipt(PLANNER, key).orElseThrow();
  }

  private Decision decision(Claim claim, double setpoint, Write.State state, Claim... others) {
    List<Claim> claims = new ArrayList<>(List.of(others));
    claims.add(claim);
    return new Decision(
        UUID.randomUUID(),
        time.now(),
        "",
        LIMIT,
        Unit.W,
        List.of(),
        claims,
        4_200,
        setpoint == 4_200 ? List.of() : List.of(new Clip("ramp", 4_200, setpoint, "It ramps.")),
        setpoint,
        new Write(state, Optional.empty(), time.now(), ""));
  }

  private Claim claim(String key, Verdict verdict, String why) {
    return new Claim(
        Objects.requireNonNull(book.get("order/program/planner/" + key)), verdict, why);
  }

  @Test
  void anOrderIsOnTheDiskBeforeItsReceiptIsGiven() {
    Receipt taken = take(now("k1")).getFirst();

    assertThat(taken.stage()).isEqualTo(Stage.ACCEPTED);
    assertThat(keep.values).hasSize(1);
    assertThat(keep.forces).isEqualTo(1);
    assertThat(book.values())
        .singleElement()
        .satisfies(request -> {
          assertThat(request.level()).isEqualTo(10);
          assertThat(request.validFor()).isEqualTo(Duration.ofMinutes(30));
        });
  }

  @Test
  void theSameKeySentAgainIsNotTakenAgain() {
    take(now("k1"));
    time.advance(Duration.ofSeconds(5));
    Instant later = time.now();
    Order again =
        new Order(
            "k1",
            LIMIT,
            new Wish.Set(4_200),
            10,
            "The plan.",
            new Order.Span(later, later.plus(Duration.ofMinutes(30)), true));

    Receipt second = take(again).getFirst();

    assertThat(second.order().span().from()).isEqualTo(START);
    assertThat(receipts.after(PLANNER, 0, 100)).hasSize(1);
  }

  @Test
  void theSameKeyForAnotherOrderIsRefusedAndTheFirstStands() {
    take(now("k1"));

    Receipt other = take(order("k1", 5_000, START, Duration.ofMinutes(30))).getFirst();

    assertThat(other.stage()).isEqualTo(Stage.REFUSED);
    assertThat(other.why()).contains("already names another order");
    assertThat(receipt("k1").order().wish()).isEqualTo(new Wish.Set(4_200));
  }

  @Test
  void aKeyMeansAnotherOrderForAnotherProgram() {
    take(now("k1"));
    Asker other = new Asker(new Source(Source.Kind.PERSON, "planner", ""), 8, Quota.USUAL);

    receipts.take(other, List.of(order("k1", 5_000, START, Duration.ofMinutes(1))));

    assertThat(book).hasSize(2);
    assertThat(receipts.after(PLANNER, 0, 100)).hasSize(1);
  }

  @Test
  void aLevelAboveWhatTheTokenMayIsRefused() {
    Order high =
        new Order(
            "k1",
            LIMIT,
            new Wish.Set(1),
            9,
            "Mine.",
            new Order.Span(START, START.plusSeconds(9), true));

    assertThat(take(high).getFirst().why()).contains("may use levels 10 to 16, not 9");
    assertThat(book).isEmpty();
  }

  @Test
  void oneBadOrderAmongGoodOnesIsRefusedAlone() {
    Order nowhere =
        new Order(
            "k2",
            PointId.parse("nowhere/powerLimit"),
            new Wish.Set(1),
            10,
            "The plan.",
            new Order.Span(START, START.plusSeconds(9), true));

    List<Receipt> taken = take(now("k1"), nowhere, now("k3"));

    assertThat(taken)
        .extracting(Receipt::stage)
        .containsExactly(Stage.ACCEPTED, Stage.REFUSED, Stage.ACCEPTED);
  }

  @Test
  void anOrderWaitsForItsBeginAndLivesFromThen() {
    take(order("k1", 4_200, START.plusSeconds(60), Duration.ofSeconds(30)));
    loops.run(Duration.ofSeconds(59));
    assertThat(book).isEmpty();

    loops.run(Duration.ofSeconds(2));
    assertThat(book).hasSize(1);

    loops.run(Duration.ofSeconds(30));
    assertThat(receipt("k1").stage()).isEqualTo(Stage.EXPIRED);
  }

  @Test
  void aClockSetBackDoesNotProlongAnOrder() {
    take(order("k1", 4_200, START, Duration.ofMinutes(10)));
    loops.run(Duration.ofMinutes(5));
    time.jumpTo(START.minus(Duration.ofDays(1)));

    loops.run(Duration.ofMinutes(6));

    assertThat(receipt("k1").stage()).isEqualTo(Stage.EXPIRED);
  }

  @Test
  void aClockSetForwardAndBackBeginsAWaitingOrderOnce() {
    take(order("k1", 4_200, START.plus(Duration.ofMinutes(90)), Duration.ofHours(4)));
    time.jumpTo(START.plus(Duration.ofHours(2)));
    loops.run(Duration.ofSeconds(2));
    assertThat(book).hasSize(1);
    time.jumpTo(START);
    book.clear();

    loops.run(Duration.ofHours(3));

    assertThat(book).isEmpty();
  }

  @Test
  void whatBecomesOfItIsReadInDecisions() {
    take(now("k1"));
    receipts.decided(
        decision(claim("k1", Verdict.WON, "It wants 4200 W."), 2_000, Write.State.REQUESTED));
    assertThat(receipt("k1").stage()).isEqualTo(Stage.ACTIVE);
    assertThat(receipt("k1").outcome().setpoint()).hasValue(2_000);
    assertThat(receipt("k1").outcome().clips()).containsExactly("It ramps.");

    receipts.decided(
        decision(claim("k1", Verdict.WON, "It wants 4200 W."), 4_200, Write.State.VERIFIED));
    assertThat(receipt("k1").stage()).isEqualTo(Stage.VERIFIED);

    Request override =
        new Request(
            "o",
            LIMIT,
            new Wish.Set(1),
            8,
            "Cold.",
            new Source(Source.Kind.PERSON, "anna", ""),
            START,
            Duration.ofHours(1),
            Set.of());
    receipts.decided(
        decision(
            claim("k1", Verdict.LOST, "It lost to anna."),
            1,
            Write.State.VERIFIED,
            new Claim(override, Verdict.WON, "It stands above.")));
    assertThat(receipt("k1").stage()).isEqualTo(Stage.SUPERSEDED);
    assertThat(receipt("k1").outcome().supersededBy()).isEqualTo("person anna (level 8)");
    assertThat(receipt("k1").steps())
        .extracting(Receipt.Step::stage)
        .containsExactly(Stage.ACCEPTED, Stage.ACTIVE, Stage.VERIFIED, Stage.SUPERSEDED);
  }

  @Test
  void aReaderGoesOnWhereItWas() {
    take(now("k1"), now("k2"));
    long seen = receipts.after(PLANNER, 0, 100).getLast().sequence();
    assertThat(receipts.after(PLANNER, seen, 100)).isEmpty();

    receipts.decided(decision(claim("k1", Verdict.WON, "Won."), 4_200, Write.State.VERIFIED));

    assertThat(receipts.after(PLANNER, seen, 100))
        .extracting(receipt -> receipt.order().key())
        .containsExactly("k1");
  }

  @Test
  void anOrderTakenBackIsOverAtOnce() {
    take(now("k1"));

    assertThat(receipts.withdraw(PLANNER, "k1").orElseThrow().stage()).isEqualTo(Stage.WITHDRAWN);
    assertThat(book).isEmpty();
    assertThat(receipts.withdraw(PLANNER, "k1")).isEmpty();
  }

  @Test
  void ordersAndReceiptsOutliveARestart() {
    take(
        now("k1"), order("k2", 1, START.plus(Duration.ofHours(2)), Duration.ofHours(1)), now("k3"));
    receipts.withdraw(PLANNER, "k3");

    restart(START.plus(Duration.ofMinutes(10)));

    assertThat(book.keySet()).containsExactly("order/program/planner/k1");
    assertThat(book.values().iterator().next().validFor()).isEqualTo(Duration.ofMinutes(20));
    assertThat(receipt("k3").stage()).isEqualTo(Stage.WITHDRAWN);
    loops.run(Duration.ofMinutes(111));
    assertThat(receipt("k2").stage()).isEqualTo(Stage.ACCEPTED);
    assertThat(book).hasSize(2);
  }

  @Test
  void anOrderThatEndedDuringARestartIsExpired() {
    take(now("k1"));

    restart(START.plus(Duration.ofHours(1)));

    assertThat(book).isEmpty();
    assertThat(receipt("k1").stage()).isEqualTo(Stage.EXPIRED);
  }

  @Test
  void aClockSetBackDuringARestartDoesNotProlongAnOrder() {
    take(now("k1"));
    loops.run(Duration.ofMinutes(20));

    restart(START.minus(Duration.ofDays(1)));

    assertThat(book.values().iterator().next().validFor()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void aProgramThatAsksTooOftenIsToldWhenToComeAgain() {
    for (int i = 0; i < 100; i++) {
      take(now("k1"));
    }

    assertThat(receipts.take(ASKER, List.of(now("k1"))))
        .isInstanceOfSatisfying(
            Receipts.Answer.TooMuch.class,
            answer -> assertThat(answer.waitS()).isBetween(0.05, 0.2));
    time.advance(Duration.ofSeconds(1));
    assertThat(take(now("k1"))).hasSize(1);
  }

  @Test
  void aProgramHasSoManyLiveOrdersAndNoMore() {
    take(now("k1"), now("k2"), now("k3"), now("k4"), now("k5"));
    assertThat(receipts.take(ASKER, List.of(now("k6"))))
        .isInstanceOfSatisfying(
            Receipts.Answer.TooMuch.class,
            answer -> {
              assertThat(answer.why()).contains("5 live orders", "quota", "try again in 60 s");
              assertThat(answer.waitS()).isEqualTo(60);
            });
    assertThat(take(now("k5"), now("k6")))
        .extracting(Receipt::stage)
        .containsExactly(Stage.ACCEPTED, Stage.REFUSED);

    receipts.withdraw(PLANNER, "k2");

    assertThat(take(now("k6")).getFirst().stage()).isEqualTo(Stage.ACCEPTED);
  }

  @Test
  void allProblemsOfACallAreToldAtOnce() {
    String json =
        """
        [{"key": "a", "point": "x", "value": 1, "duration": "PT1M", "reason": "r"},
         {"key": "b", "point": "heatpump-01/powerLimit", "value": 1, "min": 2, "reason": "r", "colour": 3}]
        """;

    List<String> problems =
        OrderReader.read(json.getBytes(StandardCharsets.UTF_8), ASKER, START).problems();

    assertThat(problems)
        .anyMatch(problem -> problem.startsWith("[0]: \"point\": \"x\" is no point."))
        .anyMatch(problem -> problem.contains("[1]: There is no \"colour\""))
        .anyMatch(problem -> problem.contains("[1]: Give either \"value\""))
        .anyMatch(problem -> problem.contains("[1]: Give either \"to\" or \"duration\""));
  }

  @Test
  void anOrderIsReadWithItsDefaults() {
    String json =
        """
        {"key": "a", "point": "heatpump-01/powerLimit", "max": 4000, "duration": "PT1M", "reason": "r"}
        """;

    Order order =
        OrderReader.read(json.getBytes(StandardCharsets.UTF_8), ASKER, START).orders().getFirst();

    assertThat(order.wish()).isEqualTo(new Wish.Limit(Double.NEGATIVE_INFINITY, 4000));
    assertThat(order.level()).isEqualTo(10);
    assertThat(order.span()).isEqualTo(new Order.Span(START, START.plusSeconds(60), true));
  }
}
