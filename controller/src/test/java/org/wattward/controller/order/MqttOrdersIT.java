package org.wattward.controller.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.controller.district.FakeDistrict;
import org.wattward.controller.receipt.Receipt.Stage;
import org.wattward.controller.record.ListedRecord;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.site.OrdersConfig;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Await;
import org.wattward.protocols.link.Credentials;
import org.wattward.protocols.mqtt.FieldClient;
import org.wattward.protocols.mqtt.Mosquitto;
import org.wattward.rules.request.Request.Source;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Orders by a real broker, over its restart and over ours. */
@Timeout(180)
class MqttOrdersIT {
  private static final Source PLANNER = new Source(Source.Kind.PROGRAM, "planner", "");
  private static final String ORDER =
      """
      {"key": "%s", "point": "heatpump-07/powerLimit", "max": 4200, "duration": "PT30M", "reason": "Plan."}
      """;

  @TempDir private Path folder;
  private final FakeDistrict district = new FakeDistrict();
  private final ListedRecord record = new ListedRecord();
  private final Mosquitto broker = new Mosquitto().persistent();
  private final List<AutoCloseable> open = new ArrayList<>();

  MqttOrdersIT() throws Exception {}

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
    broker.close();
  }

  private AutoCloseable orders() throws Exception {
    Duration second = Duration.ofSeconds(1);
    return MqttOrders.start(
        new OrdersConfig(
            new LinkConfig.Mqtt(
                "orders",
                broker.url(),
                "wattward-test-orders",
                Optional.empty(),
                new PollPeriods(second, second, second)),
            List.of(new OrdersConfig.Program("planner", "site/planner", 10, 1_000, 1_000))),
        new MqttOrders.Parts(district.receipts(), record, Time.system()),
        Files.createDirectories(folder.resolve("orders")),
        new Random(3),
        Credentials.fromEnvironment(folder));
  }

  private FieldClient program(String id) throws Exception {
    FieldClient program = new FieldClient(broker.url(), id);
    open.add(program::close);
    return program.hears("site/planner/receipt", (topic, payload) -> {});
  }

  private static List<JsonNode> receipts(FieldClient program) {
    return program.heard().stream()
        .map(one -> JsonMapper.shared().readTree(one.substring(one.indexOf('=') + 1)))
        .toList();
  }

  @Test
  void anOrderIsTakenAnsweredAndFollowedToItsEnd() throws Exception {
    broker.start();
    open.add(orders());
    FieldClient program = program("planner");
    Await.until(
        "the order is taken",
        () -> {
          program.tell("site/planner/request", ORDER.formatted("k1")); // again: the same order
          return district.receipts().receipt(PLANNER, "k1").isPresent();
        });
    Await.until("it is answered", () -> !receipts(program).isEmpty());
    assertThat(receipts(program).getFirst().get("key").stringValue()).isEqualTo("k1");
    assertThat(receipts(program).getFirst().get("program").stringValue()).isEqualTo("planner");

    district.receipts().withdraw(PLANNER, "k1");

    Await.until(
        "its end is told",
        () ->
            receipts(program).stream()
                .anyMatch(it -> it.path("stage").asString("").equals("WITHDRAWN")));
    assertThat(record.audited.getFirst().actor()).isEqualTo("planner");
  }

  @Test
  void ordersGivenWhileTheControllerAndTheBrokerWereAwayAreNotLost() throws Exception {
    broker.start();
    AutoCloseable first = orders();
    FieldClient before = program("planner-1");
    Await.until(
        "it hears",
        () -> {
          before.tell("site/planner/request", ORDER.formatted("first"));
          return district.receipts().receipt(PLANNER, "first").isPresent();
        });
    first.close();
    for (int i = 0; i < 10; i++) {
      before.tell("site/planner/request", ORDER.formatted("away-" + i));
    }

    broker.stopGently();
    broker.start();
    FieldClient after = program("planner-2");
    open.add(orders());

    Await.until(
        "all are taken",
        () ->
            district.receipts().after(PLANNER, 0, 100).stream()
                    .filter(it -> it.order().key().startsWith("away-"))
                    .count()
                == 10);
    Await.until(
        "all are answered",
        () ->
            receipts(after).stream()
                    .map(it -> it.path("key").asString(""))
                    .filter(key -> key.startsWith("away-"))
                    .distinct()
                    .count()
                == 10);
    assertThat(district.receipts().receipt(PLANNER, "away-3"))
        .hasValueSatisfying(receipt -> assertThat(receipt.stage()).isNotEqualTo(Stage.REFUSED));
  }
}
