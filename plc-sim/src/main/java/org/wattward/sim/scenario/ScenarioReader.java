package org.wattward.sim.scenario;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Site;
import org.wattward.devices.yaml.Fields;
import org.wattward.devices.yaml.InvalidFile;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlNode;
import org.wattward.devices.yaml.YamlNode.Mapping;
import org.wattward.devices.yaml.YamlReader;
import org.wattward.sim.field.Quirks;
import org.wattward.sim.scenario.Scenario.GridEvent;
import org.wattward.sim.scenario.Scenario.PriceChange;
import org.wattward.sim.scenario.Scenario.ScriptedFault;
import org.wattward.sim.scenario.Scenario.Warmer;

/** Reads a scenario file against the site in which it is to happen. */
public final class ScenarioReader {
  private final Site site;
  private final Problems problems;
  private final Targets targets;

  private ScenarioReader(Site site, Problems problems) {
    this.site = site;
    this.problems = problems;
    this.targets = new Targets(site, problems);
  }

  /**
   * Reads a file.
   *
   * @param site where it is to happen
   * @throws InvalidFile with everything that is wrong
   */
  public static Scenario read(Path file, Site site) {
    Problems problems = new Problems();
    return new ScenarioReader(site, problems).scenario(YamlReader.read(file, problems));
  }

  /**
   * Reads a file's text.
   *
   * @param name the name to say in problems
   * @param site where it is to happen
   * @throws InvalidFile with everything that is wrong
   */
  public static Scenario read(String name, String text, Site site) {
    Problems problems = new Problems();
    return new ScenarioReader(site, problems).scenario(YamlReader.read(name, text, problems));
  }

  private Scenario scenario(Optional<YamlNode> node) {
    node.ifPresent(it -> ScenarioFormat.FILE.check(it, problems));
    if (!(node.orElse(null) instanceof Mapping root)) {
      problems.throwIfAny();
      throw new IllegalStateException("A scenario file without a problem has keys.");
    }
    Scenario scenario = build(root);
    problems.throwIfAny();
    return scenario;
  }

  private Scenario build(Mapping root) {
    Fields fields = new Fields(root);
    Optional<Instant> start =
        root.get("start").flatMap(it -> Moments.timeOfDay(it, site.timeZone(), quietly(it)));
    OptionalInt days = root.get("days").isPresent() ? fields.whole("days") : OptionalInt.empty();
    Moments moments = new Moments(site.timeZone(), start, days, problems);
    return new Scenario(
        fields.text("title"),
        fields.wide("seed"),
        start,
        days,
        warmer(root, moments),
        prices(root, moments),
        events(root, moments),
        quirks(root),
        faults(root, moments));
  }

  /** What the shape has already said is not said again. */
  private Problems quietly(YamlNode node) {
    boolean wellFormed =
        node instanceof YamlNode.Scalar scalar && scalar.value().matches("\\d{4}-.*T\\d.*");
    return wellFormed ? problems : new Problems();
  }

  private List<Warmer> warmer(Mapping root, Moments moments) {
    return root.mappings("weather").stream()
        .filter(ScenarioFormat.WARMER::accepts)
        .map(
            item -> new Warmer(span(item, moments), new Fields(item).number("warmer", Unit.KELVIN)))
        .toList();
  }

  private List<PriceChange> prices(Mapping root, Moments moments) {
    List<PriceChange> changes = new ArrayList<>();
    for (Mapping item : root.mappings("prices")) {
      if (!ScenarioFormat.PRICE.accepts(item)) {
        continue;
      }
      if (item.get("factor").isEmpty() && item.get("add").isEmpty()) {
        problems.add(item, "This changes no price.", "Add factor: 2, or add: 0.3 EUR/kWh.");
      }
      Fields fields = new Fields(item);
      changes.add(
          new PriceChange(
              span(item, moments),
              fields.quantity("factor", Unit.ONE).orElse(1),
              fields.number("add", Unit.EUR_PER_KWH)));
    }
    return changes;
  }

  private List<GridEvent> events(Mapping root, Moments moments) {
    List<GridEvent> events = new ArrayList<>();
    for (Mapping item : root.mappings("events")) {
      if (ScenarioFormat.EVENT.accepts(item)) {
        Fields fields = new Fields(item);
        String id = fields.text("id", "DR-" + (events.size() + 1));
        moments
            .requiredBeginning(item)
            .ifPresent(from ->
                events.add(
                    new GridEvent(
                        id,
                        from,
                        fields.duration("for", Duration.ZERO),
                        fields.whole("level").orElse(1),
                        fields.text("reason", "The scenario asks for less load."))));
      }
    }
    return events;
  }

  private Span span(Mapping item, Moments moments) {
    Fields fields = new Fields(item);
    Duration lasts = fields.duration("for", Duration.ZERO);
    return new Span(
        moments.beginning(item), lasts.isPositive() ? Optional.of(lasts) : Optional.empty());
  }

  private Map<String, Quirks> quirks(Mapping root) {
    QuirkSection section = new QuirkSection(targets, problems);
    root.mapping("quirks").ifPresent(section::read);
    return section.byDevice();
  }

  private List<ScriptedFault> faults(Mapping root, Moments moments) {
    FaultItem reader = new FaultItem(moments, problems);
    List<ScriptedFault> faults = new ArrayList<>();
    for (Mapping item : root.mappings("faults")) {
      List<Device> devices = targets.of(item);
      if (ScenarioFormat.FAULT.accepts(item)) {
        reader.read(item, devices).ifPresent(faults::add);
      }
    }
    return faults;
  }
}
