package org.wattward.sim.scenario;

import static org.wattward.devices.yaml.Shape.fields;
import static org.wattward.devices.yaml.Shape.list;
import static org.wattward.devices.yaml.Shape.optional;
import static org.wattward.devices.yaml.Shape.positive;
import static org.wattward.devices.yaml.Shape.quantity;
import static org.wattward.devices.yaml.Shape.required;
import static org.wattward.devices.yaml.Shape.text;
import static org.wattward.devices.yaml.Shape.whole;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.yaml.Fields;
import org.wattward.devices.yaml.FieldsShape;
import org.wattward.devices.yaml.Shape;
import org.wattward.devices.yaml.Shape.Field;
import org.wattward.sim.field.Fault;

/** The words for faults, the keys of each, and the faults they stand for. */
final class FaultFormat {
  private static final int SERVER_DEVICE_FAILURE = 4;
  private static final Duration AWAY = Duration.ofSeconds(10);
  private static final Map<String, Word> WORDS = words();

  /**
   * A word.
   *
   * @param own its own keys
   * @param isLasting whether it can last
   * @param usual how long it lasts if the file does not say; to the end if empty
   * @param fault the fault
   */
  private record Word(
      List<Field> own,
      boolean isLasting,
      Optional<Duration> usual,
      Function<Fields, Fault> fault) {}

  private FaultFormat() {}

  private static Map<String, Word> words() {
    Map<String, Word> words = new LinkedHashMap<>();
    words.put("silent", lasting(_ -> new Fault.Silent()));
    words.put(
        "slow",
        lasting(
            fields -> new Fault.Slow(fields.duration("delay", Duration.ZERO)),
            required(
                "delay",
                quantity(Unit.SECOND, 1e-3, 3600),
                "how much later than usual answers come, by the devices' clock: 800 ms.")));
    words.put(
        "wrong-exception",
        lasting(
            fields -> new Fault.WrongException(fields.whole("code").orElse(SERVER_DEVICE_FAILURE)),
            optional(
                "code",
                whole(1, 255, "an exception code"),
                "Modbus exception code of every answer; 4 if left out.")));
    words.put("half-open", lasting(_ -> new Fault.HalfOpen()));
    words.put("lost", atOnce(_ -> new Fault.Lost()));
    words.put("unplugged", lasting(_ -> new Fault.Unplugged()));
    words.put("restart", new Word(List.of(), true, Optional.of(AWAY), _ -> new Fault.Restart()));
    words.put(
        "stuck",
        lasting(
            fields -> new Fault.Stuck(Optional.of(fields.text("point")).filter(p -> !p.isEmpty())),
            optional("point", text(), "the point that freezes; every point if left out.")));
    words.put(
        "noise",
        lasting(
            fields -> new Fault.Noise(fields.number("sigma", Unit.ONE)),
            required(
                "sigma",
                quantity(Unit.PERCENT, 1e-6, 1000),
                "standard deviation as a share of the value: 2 %.")));
    words.put(
        "clock-drift",
        lasting(
            fields -> new Fault.ClockDrift(fields.duration("offset", Duration.ZERO)),
            required(
                "offset",
                quantity(Unit.SECOND, -31_536_000, 31_536_000),
                "what is added to the true time: -5 min.")));
    words.put(
        "sensor-absent",
        lasting(
            fields -> new Fault.SensorAbsent(fields.text("point")),
            required("point", text(), "the point whose sensor is missing.")));
    words.put(
        "counter-reset",
        atOnce(
            fields -> new Fault.CounterReset(fields.text("point")),
            required("point", text(), "the counter that starts again from zero.")));
    return words;
  }

  private static Word lasting(Function<Fields, Fault> fault, Field... own) {
    return new Word(List.of(own), true, Optional.empty(), fault);
  }

  private static Word atOnce(Function<Fields, Fault> fault, Field... own) {
    return new Word(List.of(own), false, Optional.empty(), fault);
  }

  /** What an item of the script looks like. */
  static Shape shape() {
    Map<String, FieldsShape> variants = new LinkedHashMap<>();
    WORDS.forEach((name, word) -> variants.put(name, variant(word)));
    return Shape.variants("what", variants);
  }

  private static FieldsShape variant(Word word) {
    List<Field> all = new ArrayList<>(word.own());
    all.addAll(ScenarioFormat.WHEN);
    if (word.isLasting()) {
      all.add(
          optional(
              "for",
              positive(Unit.SECOND),
              word.usual().isPresent()
                  ? "How long, by the district's calendar; 10 s if left out."
                  : "How long, by the district's calendar; to the end if left out."));
    }
    all.add(
        optional("devices", list(text(), 1, 10_000), "whom it befalls: ids, or meter-* for many."));
    all.add(optional("links", list(text(), 1, 10_000), "links, all of whose devices it befalls."));
    all.add(
        optional("templates", list(text(), 1, 1000), "types, all of whose devices it befalls."));
    all.add(optional("pick", whole(1, 10_000, "a number of devices"), "so many of them, by lot."));
    all.add(
        optional("jitter", positive(Unit.SECOND), "by how much later it comes at most, by lot."));
    all.add(optional("times", whole(2, 10_000, "a number"), "how often it comes; needs every."));
    all.add(optional("every", positive(Unit.SECOND), "from one coming to the next; needs times."));
    return fields(all.toArray(Field[]::new));
  }

  /** The fault that an item of the script stands for. */
  static Fault fault(String word, Fields fields) {
    return known(word).fault().apply(fields);
  }

  /** How long it lasts, if it does not last to the end. */
  static Optional<Duration> lasts(String word, Fields fields) {
    Word known = known(word);
    if (!known.isLasting()) {
      return Optional.of(Duration.ZERO);
    }
    Duration written = fields.duration("for", Duration.ZERO);
    return written.isPositive() ? Optional.of(written) : known.usual();
  }

  private static Word known(String word) {
    Word known = WORDS.get(word);
    if (known == null) {
      throw new IllegalArgumentException("\"%s\" is no word for a fault.".formatted(word));
    }
    return known;
  }
}
