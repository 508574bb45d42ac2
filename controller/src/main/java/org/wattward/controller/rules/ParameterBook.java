package org.wattward.controller.rules;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.wattward.controller.record.AuditEntry;
import org.wattward.controller.rules.KeptRules.KeptParameter;
import org.wattward.controller.rules.PackageRegistry.Parts;
import org.wattward.rules.packages.ParameterDeclaration;
import org.wattward.rules.packages.RuleBook;

/**
 * The values of rule parameters: what was set while the program ran comes before what the site file
 * says, and that before the package's default. Any thread; may block for the disk.
 */
public final class ParameterBook {
  private final Parts parts;
  private final RulesFile file;
  private final RuleBook book;
  private final Runnable watcher;
  private volatile Map<String, Double> all = Map.of();

  ParameterBook(Parts parts, RulesFile file, RuleBook book, Runnable watcher) {
    this.parts = parts;
    this.file = file;
    this.book = book;
    this.watcher = watcher;
    merge();
  }

  /** All values that are not a package's default, by {@code package/parameter}. */
  Map<String, Double> all() {
    return all;
  }

  /** The values that were set while the program ran, by {@code package/parameter}. */
  public Map<String, KeptParameter> set() {
    return file.kept().parameters();
  }

  /**
   * Sets a parameter of a package in force; the next decision has it.
   *
   * @param value in the parameter's unit
   * @return why not, a sentence; empty when it was done
   */
  public synchronized Optional<String> set(String name, String parameter, double value, Deed deed) {
    Optional<ParameterDeclaration> declared = declared(name, parameter);
    if (declared.isEmpty()) {
      return Optional.of("No package in force has a parameter %s/%s.".formatted(name, parameter));
    }
    ParameterDeclaration known = declared.get();
    if (!known.allows(value)) {
      return Optional.of(
          "%s %s for %s/%s is outside %s to %s %s. Maybe it is in another unit."
              .formatted(
                  value,
                  known.unit().symbol(),
                  name,
                  parameter,
                  known.min(),
                  known.max(),
                  known.unit().symbol()));
    }
    Instant now = parts.time().now();
    double before = value(name, known);
    KeptParameter set = new KeptParameter(value, now, deed.by(), deed.why());
    file.change(rules -> rules.with(name + "/" + parameter, set));
    changed(deed, name + "/" + parameter, "%s to %s".formatted(before, value));
    return Optional.empty();
  }

  /**
   * Gives a parameter back the value of the site file or of the package.
   *
   * @return why not, a sentence; empty when it was done
   */
  public synchronized Optional<String> reset(String name, String parameter, Deed deed) {
    String key = name + "/" + parameter;
    KeptParameter set = file.kept().parameters().get(key);
    if (set == null) {
      return Optional.of("The parameter %s was not set.".formatted(key));
    }
    file.change(rules -> rules.without(key));
    changed(deed, key, "%s to what the site or the package says".formatted(set.value()));
    return Optional.empty();
  }

  private void changed(Deed deed, String key, String change) {
    merge();
    parts
        .recorder()
        .audit(
            new AuditEntry(
                parts.time().now(),
                deed.by(),
                "parameter changed",
                key,
                "From %s: %s".formatted(change, deed.why())));
    watcher.run();
  }

  private Optional<ParameterDeclaration> declared(String name, String parameter) {
    return book.find(name).stream()
        .flatMap(found -> found.parameters().stream())
        .filter(one -> one.name().equals(parameter))
        .findFirst();
  }

  /** The value that a parameter of a package in force has now, in its unit. */
  public double value(String name, ParameterDeclaration parameter) {
    double value = all.getOrDefault(name + "/" + parameter.name(), Double.NaN);
    return parameter.allows(value) ? value : parameter.defaultValue();
  }

  private void merge() {
    Map<String, Double> merged = new TreeMap<>(parts.site().parameters());
    file.kept().parameters().forEach((key, set) -> merged.put(key, set.value()));
    all = Map.copyOf(merged);
  }
}
