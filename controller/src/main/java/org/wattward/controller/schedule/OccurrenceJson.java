package org.wattward.controller.schedule;

import java.time.ZoneId;
import java.util.List;
import org.wattward.devices.site.Site;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what schedules ask for, with local times and instants. Any thread. */
public final class OccurrenceJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private OccurrenceJson() {}

  /** Some of a site, in their order. */
  public static JsonNode of(List<Occurrence> occurrences, Site site) {
    ArrayNode array = JSON.createArrayNode();
    occurrences.forEach(occurrence -> array.add(of(occurrence, site)));
    return array;
  }

  /** One. */
  public static ObjectNode of(Occurrence occurrence, Site site) {
    ZoneId zone = occurrence.schedule().zone().orElse(site.timeZone());
    ObjectNode node = JSON.createObjectNode();
    node.put("schedule", occurrence.schedule().id());
    node.put("point", occurrence.schedule().point().toString());
    node.put("value", occurrence.value());
    node.put("unit", site.point(occurrence.schedule().point()).orElseThrow().unit().symbol());
    node.put("date", occurrence.date().toString());
    node.put("begin", occurrence.begin().toString());
    node.put("end", occurrence.end().toString());
    node.put("beginLocal", occurrence.begin().atZone(zone).toOffsetDateTime().toString());
    node.put("endLocal", occurrence.end().atZone(zone).toOffsetDateTime().toString());
    node.put("timeZone", zone.getId());
    node.put("reason", occurrence.reason());
    node.put("note", occurrence.note());
    return node;
  }
}
