package org.wattward.devices.site;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wattward.devices.yaml.Nearest;
import org.wattward.devices.yaml.Position;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlNode;
import org.wattward.devices.yaml.YamlNode.Mapping;

/**
 * The ids of one section of a site file, also of items that are wrong otherwise, so that a
 * reference to them is no second problem.
 */
final class Names {
  private final String what;
  private final Map<String, YamlNode> byId = new LinkedHashMap<>();

  private Names(String what) {
    this.what = what;
  }

  /**
   * Collects ids and finds those given twice.
   *
   * @param what what the items are, in the singular: {@code "device"}
   */
  static Names of(String what, List<Mapping> items, Problems problems) {
    Names names = new Names(what);
    for (Mapping item : items) {
      item.scalar("id").ifPresent(id -> names.add(id, problems));
    }
    return names;
  }

  /** The ids of what stands already. */
  static Names known(String what, Collection<String> ids) {
    Names names = new Names(what);
    Position at = new Position("", 0, 0);
    ids.forEach(id -> names.byId.put(id, new YamlNode.Scalar(at, "", id)));
    return names;
  }

  private void add(YamlNode.Scalar id, Problems problems) {
    YamlNode first = byId.putIfAbsent(id.value(), id);
    if (first != null) {
      problems.add(
          id,
          "The %s id \"%s\" is given twice; it is first on line %d."
              .formatted(what, id.value(), first.at().line()),
          "Give each %s an id of its own.".formatted(what));
    }
  }

  /** Whether there is such an id. */
  boolean has(String id) {
    return byId.containsKey(id);
  }

  /** All ids, in the order of the file. */
  Set<String> all() {
    return byId.keySet();
  }

  /** Finds references to nothing. */
  void check(YamlNode reference, Problems problems) {
    if (reference instanceof YamlNode.Scalar scalar && !has(scalar.value())) {
      problems.add(
          scalar,
          "There is no %s \"%s\".".formatted(what, scalar.value()),
          Nearest.advice(scalar.value(), all(), plural()));
    }
  }

  private String plural() {
    return what.endsWith("s") ? what + "es" : what + "s";
  }
}
