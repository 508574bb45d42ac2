package org.wattward.rules.engine;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.drools.model.impl.ModelImpl;
import org.drools.modelcompiler.KieBaseBuilder;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieBase;
import org.wattward.rules.tree.Rule;

/**
 * Rules as Drools has them: all of them, and those parts that can often fire together. A session of
 * fewer rules is made, filled and fired in less time and comes to the same. Any thread.
 */
final class Bases {
  private static final int MOST_COUNTED = 1_000;
  private static final int MOST_MADE = 24;

  /** A part that came so often is worth the milliseconds of making it. */
  private static final int OFTEN = 16;

  private final List<Rule> rules;
  private final Map<String, Double> parameters;
  private final KieBase all;
  private final Map<BitSet, Part> parts = new ConcurrentHashMap<>();

  private final AtomicInteger made = new AtomicInteger();

  private static final class Part {
    private final AtomicInteger times = new AtomicInteger();
    private volatile @Nullable KieBase base;
  }

  Bases(List<Rule> rules, Map<String, Double> parameters) {
    this.rules = List.copyOf(rules);
    this.parameters = Map.copyOf(parameters);
    BitSet every = new BitSet();
    every.set(0, rules.size());
    this.all = make(every);
  }

  /** A base with at least these rules; with others only where they cannot fire. */
  KieBase of(BitSet awake) {
    Part part = parts.get(awake);
    if (part == null) {
      if (parts.size() < MOST_COUNTED && awake.cardinality() < rules.size()) {
        parts.putIfAbsent(awake, new Part());
      }
      return all;
    }
    KieBase known = part.base;
    if (known == null
        && part.times.incrementAndGet() == OFTEN
        && made.incrementAndGet() <= MOST_MADE) {
      known = make(awake);
      part.base = known;
    }
    return known == null ? all : known;
  }

  private KieBase make(BitSet of) {
    ModelImpl model = new ModelImpl();
    of.stream()
        .forEach(rule -> model.addRule(new RuleModel(rules.get(rule), rule, parameters).build()));
    return KieBaseBuilder.createKieBaseFromModel(model);
  }
}
