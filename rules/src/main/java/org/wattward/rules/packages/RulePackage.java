package org.wattward.rules.packages;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wattward.devices.site.Zone;
import org.wattward.rules.tree.Rule;
import org.wattward.rules.tree.RuleFile;

/**
 * A rule package that was read and found right.
 *
 * @param name its name
 * @param title what it does, in a few words
 * @param version its version
 * @param level the priority level of its requests, 1 to 16
 * @param purpose what it is for, in sentences
 * @param sources where its facts and figures come from
 * @param zones the kinds of zone it is for
 * @param parameters its parameters, in the order of the file
 * @param files its rule files, in the order of their names
 * @param scenarios its tests
 * @param folder its files as they stand
 * @param hash SHA-256 of the folder
 */
public record RulePackage(
    String name,
    String title,
    String version,
    int level,
    String purpose,
    List<String> sources,
    Set<Zone.Kind> zones,
    List<ParameterDeclaration> parameters,
    List<RuleFile> files,
    List<Scenario> scenarios,
    PackageFolder folder,
    String hash) {
  public RulePackage {
    sources = List.copyOf(sources);
    zones = Set.copyOf(zones);
    parameters = List.copyOf(parameters);
    files = List.copyOf(files);
    scenarios = List.copyOf(scenarios);
  }

  /** All rules, in the order of files and within them. */
  public List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    files.forEach(file -> rules.addAll(file.rules()));
    return rules;
  }

  /** How records name it: {@code street-lighting 1.0.0}. */
  public String origin() {
    return name + " " + version;
  }

  /**
   * The parameters' values.
   *
   * @param changed values that differ from the default, by {@code package/parameter}; those out of
   *     range are not taken
   */
  public Map<String, Double> values(Map<String, Double> changed) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (ParameterDeclaration parameter : parameters) {
      Double value = changed.get(name + "/" + parameter.name());
      values.put(
          parameter.name(),
          value != null && parameter.allows(value) ? value : parameter.defaultValue());
    }
    return values;
  }
}
