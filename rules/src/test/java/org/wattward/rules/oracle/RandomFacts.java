package org.wattward.rules.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.wattward.rules.facts.Fact;
import org.wattward.rules.facts.FactFactory;
import org.wattward.rules.facts.FactField;
import org.wattward.rules.facts.FactSchema;
import org.wattward.rules.facts.FactType;

/** Makes random facts from a seed; few different values, so that comparisons meet their bounds. */
final class RandomFacts {
  private static final List<Double> NUMBERS =
      List.of(-8.5, -2.0, 0.0, 1.0, 2.0, 3.0, 5.25, 20.0, 20.5, 41.0, 50.0, 59.25);
  private static final List<String> TEXTS = List.of("a1", "a2", "night", "day");

  private final Random random;
  private final List<Double> numbers;
  private final List<String> texts;
  private final boolean directed;

  RandomFacts(long seed) {
    this(seed, List.of(), List.of());
  }

  /** With further numbers and texts that the rules under test compare with. */
  RandomFacts(long seed, List<Double> numbers, List<String> texts) {
    this.random = new Random(seed);
    this.numbers = numbers.isEmpty() ? NUMBERS : numbers;
    this.texts = Stream.concat(TEXTS.stream(), texts.stream()).toList();
    this.directed = !numbers.isEmpty();
  }

  List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    for (FactType type : FactSchema.types()) {
      int many = type.single() ? random.nextInt(directed ? 8 : 2) : random.nextInt(4);
      for (int i = 0; i < (type.single() ? Math.min(1, many) : many); i++) {
        facts.add(FactFactory.make(type, values(type)));
      }
    }
    return facts;
  }

  private double number() {
    List<Double> from = random.nextInt(3) == 0 ? NUMBERS : numbers;
    return from.get(random.nextInt(from.size()));
  }

  private Map<String, Object> values(FactType type) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (FactField field : type.fields().values()) {
      switch (field.form()) {
        case NUMBER -> values.put(field.name(), number());
        case WHOLE -> values.put(field.name(), (double) random.nextInt(4));
        case SWITCH -> values.put(field.name(), random.nextInt(4) > 0);
        case TEXT -> values.put(field.name(), texts.get(random.nextInt(texts.size())));
      }
    }
    return values;
  }
}
