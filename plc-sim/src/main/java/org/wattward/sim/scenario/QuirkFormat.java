package org.wattward.sim.scenario;

import static org.wattward.devices.yaml.Shape.fields;
import static org.wattward.devices.yaml.Shape.flag;
import static org.wattward.devices.yaml.Shape.list;
import static org.wattward.devices.yaml.Shape.optional;
import static org.wattward.devices.yaml.Shape.positive;
import static org.wattward.devices.yaml.Shape.text;
import static org.wattward.devices.yaml.Shape.whole;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.yaml.Fields;
import org.wattward.devices.yaml.Shape;
import org.wattward.devices.yaml.Shape.Field;
import org.wattward.devices.yaml.YamlNode;
import org.wattward.devices.yaml.YamlNode.Mapping;
import org.wattward.sim.field.Quirk;

/** The words for quirks, what each is given, and the quirks they stand for. */
final class QuirkFormat {
  private static final int MOST_REGISTERS = 125;
  private static final Map<String, Word> WORDS = words();

  /** Where a quirk shows itself. */
  enum Reach {
    /** Only in registers, so only behind a socket. */
    MODBUS,
    /** In values and writes, whatever the protocol. */
    ANY
  }

  private record Word(
      Shape value,
      String description,
      Reach reach,
      BiFunction<Mapping, String, List<Quirk>> read) {}

  private QuirkFormat() {}

  private static Map<String, Word> words() {
    Map<String, Word> words = new LinkedHashMap<>();
    words.put(
        "word-order-swapped",
        flagged(
            Reach.MODBUS,
            new Quirk.WordOrderSwapped(),
            "Numbers of several registers have their words the other way round."));
    words.put(
        "off-by-one",
        new Word(
            whole(-1, 1, "a shift"),
            "Every register stands 1 later than the template says, or -1 earlier.",
            Reach.MODBUS,
            (mapping, key) ->
                List.of(new Quirk.OffByOne(new Fields(mapping).whole(key).orElse(1)))));
    words.put(
        "not-a-number",
        pointed(Reach.ANY, Quirk.NotANumber::new, "Points that show their not-a-number code."));
    words.put(
        "minus-32768",
        pointed(
            Reach.MODBUS,
            Quirk.Minus32768::new,
            "Points that show the raw number -32768, as where no sensor is connected."));
    words.put(
        "fc16-only",
        flagged(Reach.MODBUS, new Quirk.Fc16Only(), "Even one register needs function 16."));
    words.put(
        "write-watchdog",
        timed(
            Reach.ANY,
            Quirk.WriteWatchdog::new,
            "Setpoints not written again in this time become their safe values."));
    words.put(
        "write-spacing",
        timed(
            Reach.ANY,
            Quirk.WriteSpacing::new,
            "A write sooner than this after the last one is refused as busy."));
    words.put(
        "write-spacing-ignored",
        timed(
            Reach.ANY,
            Quirk.WriteSpacingIgnored::new,
            "A write sooner than this after the last one is acknowledged and without effect."));
    words.put(
        "one-client",
        flagged(Reach.MODBUS, new Quirk.OneClient(), "A second connection is dropped at once."));
    words.put(
        "connect-delay",
        timed(
            Reach.MODBUS,
            Quirk.ConnectDelay::new,
            "Nothing is answered so soon after connecting."));
    words.put(
        "reject-above-rated",
        flagged(
            Reach.ANY,
            new Quirk.RejectAboveRated(),
            "Values beyond the writing range or the rated power are refused, not limited."));
    words.put(
        "block-limit",
        new Word(
            whole(1, MOST_REGISTERS, "a number of registers"),
            "A read of more registers is refused.",
            Reach.MODBUS,
            (mapping, key) ->
                List.of(
                    new Quirk.BlockLimit(new Fields(mapping).whole(key).orElse(MOST_REGISTERS)))));
    words.put(
        "strict-gaps",
        flagged(
            Reach.MODBUS, new Quirk.StrictGaps(), "Reading across unused registers is refused."));
    words.put(
        "counters-jump-back",
        timed(
            Reach.ANY,
            Quirk.CountersJumpBack::new,
            "Counters start again from zero every so often."));
    return words;
  }

  private static Word flagged(Reach reach, Quirk quirk, String description) {
    return new Word(
        flag(),
        description,
        reach,
        (mapping, key) -> new Fields(mapping).flag(key, false) ? List.of(quirk) : List.of());
  }

  private static Word timed(
      Reach reach, java.util.function.Function<Duration, Quirk> quirk, String description) {
    return new Word(
        positive(Unit.SECOND),
        description,
        reach,
        (mapping, key) -> List.of(quirk.apply(new Fields(mapping).duration(key, Duration.ZERO))));
  }

  private static Word pointed(
      Reach reach, java.util.function.Function<String, Quirk> quirk, String description) {
    return new Word(
        list(text(), 1, 1000),
        description,
        reach,
        (mapping, key) ->
            mapping.items(key).stream()
                .filter(YamlNode.Scalar.class::isInstance)
                .map(item -> quirk.apply(((YamlNode.Scalar) item).value()))
                .toList());
  }

  /** What the quirks of a device look like. */
  static Shape shape() {
    List<Field> all = new ArrayList<>();
    WORDS.forEach((name, word) -> all.add(optional(name, word.value(), word.description())));
    return fields(all.toArray(Field[]::new));
  }

  /** The quirks under one key of a device's mapping. */
  static List<Quirk> quirks(Mapping mapping, String key) {
    Word word = WORDS.get(key);
    return word == null ? List.of() : word.read().apply(mapping, key);
  }

  /** Where a quirk shows itself. */
  static Reach reach(String key) {
    Word word = WORDS.get(key);
    return word == null ? Reach.ANY : word.reach();
  }
}
