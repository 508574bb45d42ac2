package org.wattward.rules.facts;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.wattward.devices.template.DeviceKind;

/**
 * Which facts there are, with their fields and units.
 *
 * <p>Derived once from a fixed list of records when the class is loaded, so no name in a rule ever
 * reaches reflection.
 */
public final class FactSchema {
  private static final Map<String, FactType> TYPES =
      FactType.byName(
          List.of(
              device(Battery.class, DeviceKind.BATTERY),
              single(BranchExchange.class),
              single(Calendar.class),
              device(Charger.class, DeviceKind.CHARGER),
              many(DemandResponseEvent.class),
              single(Feeder.class),
              device(HeatPump.class, DeviceKind.HEAT_PUMP),
              device(HeatSource.class, DeviceKind.HEAT_SOURCE),
              many(Held.class),
              device(Inverter.class, DeviceKind.INVERTER),
              device(Meter.class, DeviceKind.METER),
              many(Outlook.class),
              single(Price.class),
              single(QuarterHour.class),
              many(StalePoint.class),
              device(StreetLight.class, DeviceKind.STREET_LIGHT),
              device(StreetLightCabinet.class, DeviceKind.STREET_LIGHT_CABINET),
              single(Sun.class),
              device(ThermalStore.class, DeviceKind.THERMAL_STORE),
              device(Weather.class, DeviceKind.WEATHER_STATION),
              single(Zone.class)));

  private FactSchema() {}

  /** Finds a type by its name in rules. */
  public static Optional<FactType> type(String name) {
    return Optional.ofNullable(TYPES.get(name));
  }

  /** The type of a fact. */
  public static FactType of(Fact fact) {
    return type(fact.getClass().getSimpleName()).orElseThrow();
  }

  /** All types, by name. */
  public static Collection<FactType> types() {
    return TYPES.values();
  }

  private static FactType device(Class<? extends DeviceFact> type, DeviceKind kind) {
    return new FactType(type.getSimpleName(), type, Optional.of(kind), false, fields(type));
  }

  private static FactType single(Class<? extends Fact> type) {
    return new FactType(type.getSimpleName(), type, Optional.empty(), true, fields(type));
  }

  private static FactType many(Class<? extends Fact> type) {
    return new FactType(type.getSimpleName(), type, Optional.empty(), false, fields(type));
  }

  private static SequencedMap<String, FactField> fields(Class<? extends Fact> type) {
    SequencedMap<String, FactField> fields = new LinkedHashMap<>();
    for (FactField field : RecordFields.of(type)) {
      fields.put(field.name(), field);
    }
    return fields;
  }
}
