package org.wattward.controller.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The queries of the dashboards in {@code deploy/grafana}, as Grafana would send them. */
final class Dashboards {
  private static final Path FOLDER = Path.of("..", "deploy", "grafana", "dashboards");

  private Dashboards() {}

  /** By dashboard and panel; macros and variables filled in. */
  static Map<String, String> queries(String from, String to, String device) throws IOException {
    Map<String, String> queries = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> found = Files.list(FOLDER)) {
      files = new ArrayList<>(found.filter(file -> file.toString().endsWith(".json")).toList());
    }
    for (Path file : files) {
      JsonNode board = JsonMapper.shared().readTree(Files.readString(file));
      for (JsonNode variable : board.path("templating").path("list")) {
        queries.put(
            file.getFileName() + " $" + variable.path("name").asString(),
            variable.path("query").asString());
      }
      for (JsonNode panel : board.path("panels")) {
        for (JsonNode target : panel.path("targets")) {
          queries.put(
              file.getFileName() + " " + panel.path("title").asString(),
              filled(target.path("rawSql").asString(), from, to, device));
        }
      }
    }
    return queries;
  }

  private static String filled(String sql, String from, String to, String device) {
    return sql.replaceAll(
            "\\$__timeFilter\\((\\w+)\\)", "$1 between '%s' and '%s'".formatted(from, to))
        .replace("$__timeFrom()", "'" + from + "'")
        .replace("$__timeTo()", "'" + to + "'")
        .replace("${device:sqlstring}", "'" + device + "'");
  }
}
