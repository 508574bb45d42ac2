package org.wattward.rules.facts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.wattward.devices.template.DeviceKind;

/**
 * A type of fact with its fields.
 *
 * @param name the name in rules: {@code HeatPump}
 * @param type the record
 * @param kind the kind of device it shows, if it shows one
 * @param single whether a zone has at most one of it
 * @param fields its fields by name, in the record's order
 */
public record FactType(
    String name,
    Class<? extends Fact> type,
    Optional<DeviceKind> kind,
    boolean single,
    SequencedMap<String, FactField> fields) {
  public FactType {
    fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
  }

  /** Finds a field. */
  public Optional<FactField> field(String field) {
    return Optional.ofNullable(fields.get(field));
  }

  /** The switch that tells whether the device has this writable point, if the type has one. */
  public Optional<FactField> offering(String point) {
    return fields.values().stream().filter(field -> field.offers().equals(point)).findFirst();
  }

  /** The fields that are known only when this one is on. */
  public List<FactField> guardedBy(FactField guard) {
    return fields.values().stream().filter(field -> field.when().equals(guard.name())).toList();
  }

  /** A map of types by name. */
  static Map<String, FactType> byName(List<FactType> types) {
    Map<String, FactType> byName = new LinkedHashMap<>();
    types.forEach(type -> byName.put(type.name(), type));
    return byName;
  }
}
