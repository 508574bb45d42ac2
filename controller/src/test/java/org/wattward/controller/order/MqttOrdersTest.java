package org.wattward.controller.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.controller.keep.Keep;
import org.wattward.controller.loop.SteppedLoops;
import org.wattward.controller.receipt.Receipts;
import org.wattward.controller.record.ListedRecord;
import org.wattward.devices.site.OrdersConfig.Program;
import org.wattward.devices.time.ManualTime;
import org.wattward.rules.request.Request;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MqttOrdersTest {
  private static final String TOPIC = "site/planner/request";

  private final ManualTime time = new ManualTime(Instant.parse("2026-03-01T12:00:00Z"));
  private final SteppedLoops loops = new SteppedLoops(time);
  private final ListedRecord record = new ListedRecord();
  private final List<String> told = new ArrayList<>();
  private final Receipts receipts = new Receipts(time, loops, Keep.NONE, new Everything());
  private final MqttOrders orders =
      new MqttOrders(
          List.of(
              new Program("planner", "site/planner", 10, 1, 3),
              new Program("market", "site/market", 12, 100, 100)),
          new MqttOrders.Parts(receipts, record, time),
          Keep.NONE,
          new Listed(),
          loops);

  private static String order(String key, String more) {
    return "{\"key\": \"%s\", \"point\": \"a/b\", \"value\": 1, \"duration\": \"PT1M\", \"reason\": \"R.\"%s}"
        .formatted(key, more);
  }

  private List<JsonNode> hear(String topic, String text, boolean retained) {
    told.clear();
    orders.heard(topic, text.getBytes(StandardCharsets.UTF_8), retained);
    loops.settle();
    return told.stream()
        .map(one -> JsonMapper.shared().readTree(one.substring(one.indexOf(' ') + 1)))
        .toList();
  }

  @Test
  void anOrderIsAnsweredOnTheTopicOfItsProgram() {
    receipts.start();
    List<JsonNode> answers = hear(TOPIC, order("k", ""), false);

    assertThat(told).allSatisfy(one -> assertThat(one).startsWith("site/planner/receipt "));
    assertThat(answers.getFirst().get("key").stringValue()).isEqualTo("k");
    assertThat(answers.getFirst().get("stage").stringValue()).isEqualTo("ACCEPTED");
    assertThat(answers.getFirst().get("level").intValue()).isEqualTo(10);
    assertThat(record.audited).hasSize(1);
  }

  @Test
  void theSameOrderAgainIsTheSameOrderAndIsAnsweredAgain() {
    hear(TOPIC, order("k", ""), false);
    List<JsonNode> again = hear(TOPIC, order("k", ""), false);

    assertThat(again.getFirst().get("stage").stringValue()).isEqualTo("ACCEPTED");
    assertThat(receipts.after(0, 10)).hasSize(1);
  }

  @Test
  void itsEndIsTold() {
    receipts.start();
    hear(TOPIC, order("k", ""), false);
    told.clear();
    loops.run(Duration.ofSeconds(61));

    assertThat(told)
        .singleElement()
        .satisfies(one -> assertThat(one).contains("\"stage\":\"EXPIRED\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          no json                | This is no JSON
          17                     | Give one order as an object
          {"key": "k"}           | "point" must be a text
          [{"key": "k", "x": 1}] | There is no "x"
          """)
  void whatIsNoOrderIsAnsweredWithAllThatIsWrongAndItsBeginning(String text, String sentence) {
    List<JsonNode> answers = hear(TOPIC, text, false);

    assertThat(answers).hasSize(1);
    assertThat(answers.getFirst().get("stage").stringValue()).isEqualTo("REFUSED");
    assertThat(answers.getFirst().get("problems").toString().replace("\\", "")).contains(sentence);
    assertThat(answers.getFirst().get("message").stringValue()).isEqualTo(text);
    assertThat(record.audited).isEmpty();
  }

  @Test
  void aProgramCannotReachAboveTheLevelOfItsTopic() {
    List<JsonNode> answers = hear("site/market/request", order("k", ", \"level\": 10"), false);

    assertThat(answers.getFirst().get("why").stringValue())
        .contains("market may use levels 12 to 16, not 10.");
  }

  @Test
  void aProgramHasTheQuotaOfItsTopic() {
    for (int i = 0; i < 3; i++) {
      hear(TOPIC, order("k" + i, ""), false);
    }
    JsonNode tooMany = hear(TOPIC, order("k3", ""), false).getFirst();
    assertThat(tooMany.get("problems").toString()).contains("3 live orders already");
    assertThat(tooMany.get("retryAfterS").doubleValue()).isPositive();
    for (int i = 4; i < 10; i++) {
      hear(TOPIC, order("k" + i, ""), false);
    }
    JsonNode tooMuch = hear(TOPIC, order("k10", ""), false).getFirst();
    assertThat(tooMuch.get("retryAfterS").doubleValue()).isPositive();
    assertThat(tooMuch.get("message").stringValue()).contains("k10");
  }

  @Test
  void aRetainedOrderIsRefusedAndItsDeletionIsNoOrder() {
    assertThat(hear(TOPIC, order("k", ""), true).getFirst().get("problems").toString())
        .contains("must not be retained");
    assertThat(hear(TOPIC, "", false)).isEmpty();
    assertThat(receipts.after(0, 10)).isEmpty();
  }

  private final class Listed implements MqttOrders.Outlet {
    @Override
    public void publish(String topic, String text) {
      told.add(topic + " " + text);
    }

    @Override
    public void close() {}
  }

  /** Takes every order. */
  private static final class Everything implements Receipts.Gate {
    @Override
    public Optional<String> refusal(Request request) {
      return Optional.empty();
    }

    @Override
    public List<Optional<String>> takeAll(List<Request> requests) {
      return requests.stream().map(_ -> Optional.<String>empty()).toList();
    }

    @Override
    public void withdraw(String requestId, String why) {}
  }
}
