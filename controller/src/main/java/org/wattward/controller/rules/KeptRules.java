package org.wattward.controller.rules;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that is kept about rules across restarts.
 *
 * @param packages by name
 * @param parameters values set while the program ran, by {@code package/parameter}
 */
public record KeptRules(Map<String, KeptPackage> packages, Map<String, KeptParameter> parameters) {
  static final KeptRules NONE = new KeptRules(Map.of(), Map.of());

  public KeptRules {
    packages = Map.copyOf(packages);
    parameters = Map.copyOf(parameters);
  }

  /**
   * A parameter's value as somebody set it.
   *
   * @param value in the parameter's unit
   * @param set when
   * @param by who
   * @param why a sentence
   */
  public record KeptParameter(double value, Instant set, String by, String why) {}

  KeptPackage of(String name) {
    return packages.getOrDefault(name, KeptPackage.NONE);
  }

  KeptRules with(String name, KeptPackage next) {
    Map<String, KeptPackage> more = new TreeMap<>(packages);
    more.put(name, next);
    return new KeptRules(more, parameters);
  }

  KeptRules with(String key, KeptParameter value) {
    Map<String, KeptParameter> more = new TreeMap<>(parameters);
    more.put(key, value);
    return new KeptRules(packages, more);
  }

  KeptRules without(String key) {
    Map<String, KeptParameter> fewer = new TreeMap<>(parameters);
    fewer.remove(key);
    return new KeptRules(packages, fewer);
  }
}
