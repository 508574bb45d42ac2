package org.wattward.controller.order;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.controller.keep.Journal;
import org.wattward.controller.keep.Keep;
import org.wattward.controller.loop.Loop;
import org.wattward.controller.loop.Loops;
import org.wattward.controller.receipt.Asker;
import org.wattward.controller.receipt.OrderDeed;
import org.wattward.controller.receipt.OrderReader;
import org.wattward.controller.receipt.Quota;
import org.wattward.controller.receipt.Receipt;
import org.wattward.controller.receipt.ReceiptJson;
import org.wattward.controller.receipt.Receipts;
import org.wattward.controller.record.Recorder;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.OrdersConfig;
import org.wattward.devices.site.OrdersConfig.Program;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Credentials;
import org.wattward.protocols.mqtt.MqttPublisher;
import org.wattward.protocols.mqtt.MqttSubscriber;
import org.wattward.rules.request.Request.Source;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes orders that programs publish, and publishes their receipts:
 *
 * <pre>
 * TOPIC/request   one order or an array of them, as for POST /api/v1/requests; never retained
 * TOPIC/receipt   QoS 1, not retained: each receipt when it changes, and the answer to each order
 * </pre>
 *
 * <p>Receipts are not retained, since one topic carries those of thousands of orders; whoever was
 * away sends an order again under its key and is answered with its receipt as it is, or reads it by
 * REST. A message that is no order is answered with {@code problems} and its beginning.
 *
 * <p>A message is acknowledged when its orders are on the disk and its answer is in the outbox. So
 * nothing is lost while this or the broker is away, if the broker keeps sessions; what comes twice
 * is known by its key. After a restart those receipts are told again that live or that ended since
 * the last one was told.
 */
public final class MqttOrders implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MqttOrders.class);
  private static final long OUTBOX_BYTES = 64L << 20;
  private static final int SOME = 1_000;
  private static final int SHOWN = 200;
  private static final String TOLD = "told";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Map<String, Program> byTopic = new HashMap<>();
  private final Map<Program, Long> toldTo = new HashMap<>();
  private final Parts parts;
  private final Keep keep;
  private final Instant toldUntil;
  private final Outlet outlet;
  private final Loop loop;
  private final AutoCloseable following;
  private boolean isFirst = true;

  /**
   * What it works with.
   *
   * @param receipts takes orders
   * @param recorder takes what is audited
   * @param time the time
   */
  public record Parts(Receipts receipts, Recorder recorder, Time time) {}

  /** Where receipts go. Any thread; may wait for a disk, not for a network. */
  interface Outlet extends AutoCloseable {
    void publish(String topic, String text);

    @Override
    void close();
  }

  MqttOrders(List<Program> programs, Parts parts, Keep keep, Outlet outlet, Loops loops) {
    programs.forEach(program -> byTopic.put(program.requestTopic(), program));
    programs.forEach(program -> toldTo.put(program, 0L));
    this.parts = parts;
    this.keep = keep;
    this.toldUntil =
        keep.values().containsKey(TOLD)
            ? Instant.parse(JSON.readTree(keep.values().get(TOLD)).stringValue())
            : Instant.MIN;
    this.outlet = outlet;
    this.loop = loops.loop("mqtt-receipts", _ -> turn());
    this.following = parts.receipts().follow(loop::wake);
    loop.start();
  }

  /**
   * Begins to take orders.
   *
   * @param folder where receipts wait while the broker is away, also across restarts
   * @param random jitter of the back-off
   * @param credentials the broker's password
   * @return ends it
   */
  public static AutoCloseable start(
      OrdersConfig config,
      Parts parts,
      Path folder,
      RandomGenerator random,
      Credentials credentials) {
    LinkConfig.Mqtt own = config.broker();
    MqttPublisher publisher =
        new MqttPublisher(
            publisherOf(own),
            own.clientId() + "/online",
            folder.resolve("outbox"),
            OUTBOX_BYTES,
            parts.time(),
            random,
            credentials);
    MqttOrders orders =
        new MqttOrders(
            config.programs(),
            parts,
            Journal.in(folder, "receipts"),
            new ToBroker(publisher),
            Loops.threads(parts.time()));
    MqttSubscriber subscriber =
        new MqttSubscriber(
            own,
            config.programs().stream().map(Program::requestTopic).toList(),
            orders::heard,
            parts.time(),
            random,
            credentials);
    publisher.start();
    subscriber.start();
    return () -> {
      subscriber.close();
      orders.close();
    };
  }

  /** A session of its own, since both may not have one name. */
  private static LinkConfig.Mqtt publisherOf(LinkConfig.Mqtt own) {
    return new LinkConfig.Mqtt(
        own.id(),
        own.url(),
        own.clientId() + "-receipts",
        own.username(),
        own.version(),
        own.keys(),
        own.periods());
  }

  /** A message came. One thread at a time. */
  void heard(String topic, byte[] payload, boolean retained) {
    Program program = byTopic.get(topic);
    if (program == null) {
      log.warn("Nobody gives orders by {}.", topic);
      return;
    }
    try {
      answer(program, payload, retained);
    } catch (RuntimeException e) { // the message would come again and again and stop all others
      log.error("A message of {} could not be dealt with.", topic, e);
      problem(program, payload, List.of("The controller failed at this message: " + e));
    }
  }

  private void answer(Program program, byte[] payload, boolean retained) {
    if (payload.length == 0) {
      return; // somebody deleted a retained message
    }
    if (retained) {
      problem(
          program,
          payload,
          List.of("An order must not be retained. Publish it without, and delete this one."));
      return;
    }
    if (payload.length > OrderReader.LONGEST) {
      problem(
          program,
          payload,
          List.of("A message may be %d bytes long. Split it.".formatted(OrderReader.LONGEST)));
      return;
    }
    Asker asker = asker(program);
    OrderReader.Result read = OrderReader.read(payload, asker, parts.time().now());
    if (!read.problems().isEmpty()) {
      problem(program, payload, read.problems());
      return;
    }
    switch (parts.receipts().take(asker, read.orders())) {
      case Receipts.Answer.TooMuch(double waitS, String why) -> {
        ObjectNode node = problemOf(payload, List.of(why));
        node.put("retryAfterS", waitS);
        outlet.publish(program.receiptTopic(), node.toString());
      }
      case Receipts.Answer.Taken(List<Receipt> taken) -> {
        parts.recorder().audit(OrderDeed.of(parts.time().now(), asker, taken));
        taken.forEach(receipt -> tell(program, receipt));
      }
    }
  }

  private static Asker asker(Program program) {
    return new Asker(
        new Source(Source.Kind.PROGRAM, program.name(), ""),
        program.level(),
        new Quota(program.perSecond(), program.live()));
  }

  private void tell(Program program, Receipt receipt) {
    outlet.publish(program.receiptTopic(), ReceiptJson.of(receipt).toString());
  }

  private void problem(Program program, byte[] payload, List<String> problems) {
    outlet.publish(program.receiptTopic(), problemOf(payload, problems).toString());
  }

  private static ObjectNode problemOf(byte[] payload, List<String> problems) {
    ObjectNode node = JSON.createObjectNode();
    node.put("stage", Receipt.Stage.REFUSED.name());
    problems.forEach(node.putArray("problems")::add);
    int shown = Math.min(payload.length, SHOWN);
    node.put("message", new String(payload, 0, shown, StandardCharsets.UTF_8));
    return node;
  }

  /** Tells what changed. */
  private Duration turn() {
    boolean any = false;
    for (Program program : byTopic.values()) {
      List<Receipt> changed = changed(program);
      while (!changed.isEmpty()) {
        for (Receipt receipt : changed) {
          if (isNews(receipt)) {
            tell(program, receipt);
            any = true;
          }
        }
        toldTo.put(program, changed.getLast().sequence());
        changed = changed(program);
      }
    }
    isFirst = false;
    if (any) {
      keep.put(TOLD, JSON.writeValueAsString(parts.time().now().toString()));
    }
    return Loop.IDLE;
  }

  private List<Receipt> changed(Program program) {
    return parts.receipts().after(asker(program).source(), toldTo.getOrDefault(program, 0L), SOME);
  }

  private boolean isNews(Receipt receipt) {
    return !isFirst || !receipt.stage().isOver() || !receipt.since().isBefore(toldUntil);
  }

  @Override
  public void close() {
    try {
      following.close();
    } catch (Exception e) { // AutoCloseable declares no narrower one
      log.warn("Orders by MQTT go on being told of receipts: {}", e.toString());
    }
    loop.close();
    turn();
    keep.close();
    outlet.close();
  }

  private record ToBroker(MqttPublisher publisher) implements Outlet {
    @Override
    public void publish(String topic, String text) {
      publisher.publish(topic, text, false);
    }

    @Override
    public void close() {
      publisher.close();
    }
  }
}
