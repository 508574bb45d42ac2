package org.wattward.rules.oracle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.kie.api.runtime.ClassObjectFilter;
import org.kie.api.runtime.KieSession;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.wattward.devices.time.Time;
import org.wattward.rules.conclusions.Conclusion;
import org.wattward.rules.engine.RuleEngine;
import org.wattward.rules.facts.Fact;
import org.wattward.rules.facts.FactFactory;
import org.wattward.rules.facts.FactSchema;
import org.wattward.rules.packages.PackageFolder;
import org.wattward.rules.packages.PackageLoader;
import org.wattward.rules.packages.RulePackage;
import org.wattward.rules.read.ReadOutcome;
import org.wattward.rules.read.RuleContext;
import org.wattward.rules.read.RuleReader;
import org.wattward.rules.tree.Rule;

/**
 * A demand-response event in 100 zones of 100 devices each, decided by the package's own rules: by
 * ours, and by the same text compiled by Drools. And how long 2,000 rules take to load.
 *
 * <p>Goals: {@code decide} at most 15 ms and 1.2 times {@code decideByDrools} in the median of the
 * same run; {@code load} at most 500 ms.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 4)
@Fork(
    value = 1,
    jvmArgsAppend = {"-XX:ActiveProcessorCount=1", "-Xmx1g"})
public class RuleBenchmark {
  private static final int ZONES = 100;
  private static final int DEVICES = 100;
  private static final int FILES = 8;
  private static final int RULES_IN_A_FILE = 250;

  private final List<List<Fact>> zones = new ArrayList<>();
  private final List<String> files = new ArrayList<>();
  private Map<String, Double> parameters = new HashMap<>();
  private RuleEngine engine;
  private DroolsOracle drools;

  /** Makes facts and rules. */
  @Setup
  public void prepare() {
    RulePackage own =
        PackageLoader.own().stream()
            .filter(one -> one.name().equals("demand-response"))
            .findFirst()
            .orElseThrow();
    PackageFolder folder = own.folder();
    List<String> texts =
        folder.files().keySet().stream()
            .filter(path -> path.endsWith(".drl"))
            .map(folder::text)
            .toList();
    parameters = own.values(Map.of());
    engine = new RuleEngine(own.rules(), parameters, RuleEngine.Limits.USUAL, Time.system());
    parameters
        .keySet()
        .removeIf(name -> own.files().stream().noneMatch(it -> it.parameters().contains(name)));
    drools = DroolsOracle.of("benchmark", texts);
    for (int zone = 0; zone < ZONES; zone++) {
      zones.add(zone(zone));
    }
    for (int file = 0; file < FILES; file++) {
      files.add(file(file));
    }
  }

  /** Ends the compiled rules. */
  @TearDown
  public void end() {
    drools.close();
  }

  private static Fact fact(String type, Map<String, Object> values) {
    return FactFactory.make(FactSchema.type(type).orElseThrow(), values);
  }

  private static List<Fact> zone(int zone) {
    List<Fact> facts = new ArrayList<>();
    facts.add(fact("Zone", Map.of("zone", "zone-" + zone, "kind", "feeder")));
    facts.add(
        fact(
            "DemandResponseEvent", Map.of("event", "e1", "active", true, "level", 1.0 + zone % 3)));
    for (int i = 0; i < DEVICES; i++) {
      String device = "device-%d-%d".formatted(zone, i);
      facts.add(
          switch (i % 4) {
            case 0, 1 ->
                fact(
                    "HeatPump",
                    Map.of(
                        "device",
                        device,
                        "hasPower",
                        true,
                        "powerW",
                        1000.0 + i,
                        "hasRatedPower",
                        true,
                        "ratedPowerW",
                        9000.0,
                        "guaranteedPowerW",
                        i % 8 == 0 ? 4200.0 : 0.0,
                        "offersSgReady",
                        true,
                        "offersPowerLimit",
                        true));
            case 2 -> fact("Charger", Map.of("device", device, "hasPower", true, "powerW", 7000.0));
            default -> fact("StreetLight", Map.of("device", device, "offersDimLevel", true));
          });
    }
    return facts;
  }

  private static String file(int file) {
    StringBuilder text =
        new StringBuilder(
            """
            package wattward.load
            import org.wattward.rules.facts.HeatPump
            import org.wattward.rules.conclusions.SetPoint
            """);
    for (int i = 0; i < RULES_IN_A_FILE; i++) {
      text.append(
          "rule \"Rule %d of file %d\" when HeatPump($d : device, hasPower, powerW > %d, offersSgReady)"
                  .formatted(i, file, 1000 + i)
              + " then insertLogical(new SetPoint($d, \"sgReady\", 2, 9, \"x\")); end\n");
    }
    return text.toString();
  }

  /** All zones once, by our reader's model. */
  @Benchmark
  public int decide() {
    int concluded = 0;
    for (List<Fact> facts : zones) {
      concluded += engine.run(facts).conclusions().size();
    }
    return concluded;
  }

  /** All zones once, by the same text compiled by Drools. */
  @Benchmark
  public int decideByDrools() {
    int concluded = 0;
    for (List<Fact> facts : zones) {
      KieSession session = drools.newSession();
      parameters.forEach(session::setGlobal);
      facts.forEach(session::insert);
      session.fireAllRules();
      concluded += session.getObjects(new ClassObjectFilter(Conclusion.class)).size();
      session.dispose();
    }
    return concluded;
  }

  /** 2,000 rules from text until they can decide. */
  @Benchmark
  @Warmup(iterations = 5, time = 2)
  public Object load() {
    List<Rule> rules = new ArrayList<>();
    for (String text : files) {
      if (RuleReader.read("load.drl", text, RuleContext.NONE)
          instanceof ReadOutcome.Accepted(var read)) {
        rules.addAll(read.rules());
      } else {
        throw new IllegalStateException(
            "The rules to load are wrong: " + RuleReader.read("load.drl", text, RuleContext.NONE));
      }
    }
    return new RuleEngine(
        rules, Map.of(), new RuleEngine.Limits(1000, Duration.ofSeconds(1)), Time.system());
  }
}
