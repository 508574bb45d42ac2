package org.wattward.rules.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
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

  RandomFacts(long seed) {
    this.random = new Random(seed);
  }

  List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    for (FactType type : FactSchema.types()) {
      int many = type.single() ? random.nextInt(2) : random.nextInt(4);
      for (int i = 0; i < many; i++) {
        facts.add(FactFactory.make(type, values(type)));
      }
    }
    return facts;
  }

  private Map<String, Object> values(FactType type) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (FactField field : type.fields().values()) {
      switch (field.form()) {
        case NUMBER -> values.put(field.name(), NUMBERS.get(random.nextInt(NUMBERS.size())));
        case WHOLE -> values.put(field.name(), (double) random.nextInt(4));
        case SWITCH -> values.put(field.name(), random.nextInt(4) > 0);
        case TEXT -> values.put(field.name(), TEXTS.get(random.nextInt(TEXTS.size())));
      }
    }
    return values;
  }
}
