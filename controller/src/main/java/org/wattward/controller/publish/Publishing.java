package org.wattward.controller.publish;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.district.District;
import org.wattward.controller.loop.Loop;
import org.wattward.controller.loop.Loops;
import org.wattward.controller.why.Explanation;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Quality;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.PublishConfig;
import org.wattward.devices.site.Site;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Credentials;
import org.wattward.protocols.mqtt.MqttPublisher;
import org.wattward.protocols.mqtt.MqttPublisher.Status;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells a broker a district's values and decisions as JSON:
 *
 * <pre>
 * TOPIC/value/DEVICE/POINT      retained; when value or quality changed, at most once a period
 * TOPIC/decision/DEVICE/POINT   each new state of a decision, with its explanation
 * TOPIC/online                  retained; online or offline (last will)
 * </pre>
 */
public final class Publishing implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Publishing.class);
  private static final long OUTBOX_BYTES = 256L << 20;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final PublishConfig config;
  private final Site site;
  private final Explanation explanation;
  private final Outlet outlet;
  private final Loop loop;
  private final AutoCloseable watching;
  private final Map<PointId, Reading> changed = new ConcurrentHashMap<>();
  private final Map<PointId, Told> told = new ConcurrentHashMap<>();

  /** Where messages go; a publisher, but for tests. */
  interface Outlet extends AutoCloseable {
    void publish(String topic, String text, boolean retained);

    Status status();

    @Override
    void close();
  }

  /** What the broker was told of a point last. */
  private record Told(double value, Quality quality) {}

  Publishing(PublishConfig config, District district, Outlet outlet, Loops loops) {
    this.config = config;
    this.site = district.site();
    this.explanation = new Explanation(site);
    this.outlet = outlet;
    this.loop = loops.loop("publishing", _ -> turn());
    this.watching = district.watch(this::heard);
    loop.start();
  }

  /**
   * Watches a district and tells a broker.
   *
   * @param config where
   * @param district what is told; its changes from now on
   * @param outboxFolder where messages wait while the broker is away, also across restarts
   * @param time the time
   * @param random jitter of the back-off
   * @param credentials the broker's password
   */
  public static Publishing start(
      PublishConfig config,
      District district,
      Path outboxFolder,
      Time time,
      RandomGenerator random,
      Credentials credentials) {
    MqttPublisher publisher =
        new MqttPublisher(
            config.broker(),
            config.topic() + "/online",
            outboxFolder,
            OUTBOX_BYTES,
            time,
            random,
            credentials);
    publisher.start();
    return new Publishing(config, district, new ToBroker(publisher), Loops.threads(time));
  }

  /** How the publisher stands. */
  public Status status() {
    return outlet.status();
  }

  /** On the threads of links and zones: must return at once. */
  private void heard(District.Change change) {
    switch (change) {
      case District.Change.Readings(List<Reading> readings) ->
          readings.forEach(reading -> changed.put(reading.point(), reading));
      case District.Change.Decided(Decision decision) -> tell(decision);
      case District.Change.Alarmed _, District.Change.DeviceChanged _ -> {}
    }
  }

  private Duration turn() {
    for (PointId point : List.copyOf(changed.keySet())) {
      Reading reading = changed.remove(point);
      if (reading != null) {
        Told now = new Told(reading.value(), reading.quality());
        if (!now.equals(told.put(point, now))) {
          tell(reading);
        }
      }
    }
    return config.every();
  }

  private void tell(Reading reading) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("time", reading.time().toString());
    Optional<PointTemplate> point = site.point(reading.point());
    switch (reading.quality()) {
      case Quality.Bad(String reason) -> {
        fields.put("quality", "bad");
        fields.put("reason", reason);
      }
      case Quality.Known known -> {
        fields.put("value", reading.value());
        point.ifPresent(template -> fields.put("unit", template.unit().symbol()));
        fields.put("quality", known.isGood() ? "good" : "stale");
      }
    }
    outlet.publish(topic("value", reading.point()), JSON.writeValueAsString(fields), true);
  }

  private void tell(Decision decision) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", decision.id().toString());
    fields.put("time", decision.time().toString());
    fields.put("setpoint", decision.setpoint());
    fields.put("unit", decision.unit().symbol());
    fields.put("write", decision.write().state().name());
    fields.put("why", explanation.sentence(decision));
    outlet.publish(topic("decision", decision.point()), JSON.writeValueAsString(fields), false);
  }

  private String topic(String what, PointId point) {
    return "%s/%s/%s/%s".formatted(config.topic(), what, point.device(), point.name());
  }

  @Override
  public void close() {
    try {
      watching.close();
    } catch (Exception e) { // AutoCloseable declares no narrower one
      log.warn("The publisher goes on being told of changes: {}", e.toString());
    }
    loop.close();
    turn();
    outlet.close();
  }

  private record ToBroker(MqttPublisher publisher) implements Outlet {
    @Override
    public void publish(String topic, String text, boolean retained) {
      publisher.publish(topic, text, retained);
    }

    @Override
    public Status status() {
      return publisher.status();
    }

    @Override
    public void close() {
      publisher.close();
    }
  }
}
