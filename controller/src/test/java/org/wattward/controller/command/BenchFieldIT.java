package org.wattward.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whether the measurement measures; how fast the machine is, is not asked here. */
class BenchFieldIT {
  private static JsonNode bench(String... options) {
    StringWriter out = new StringWriter();
    CommandLine line = WattwardCommand.commandLine().setOut(new PrintWriter(out));
    String[] args = new String[options.length + 3];
    args[0] = "bench";
    args[1] = "field";
    args[2] = "--json";
    System.arraycopy(options, 0, args, 3, options.length);
    assertThat(line.execute(args)).isIn(0, 1);
    return JsonMapper.shared().readTree(out.toString());
  }

  private static Map<String, Boolean> goals(JsonNode result) {
    Map<String, Boolean> goals = new LinkedHashMap<>();
    result
        .get("goals")
        .forEach(goal -> goals.put(goal.get("name").asString(), goal.get("met").asBoolean()));
    return goals;
  }

  @Test
  void itPollsAFieldInAnotherProcessAndComparesWithTheBareLoop() {
    JsonNode result = bench("--devices=60", "--points=4", "--period=1s", "--for=1s", "--silent=1");
    assertThat(result.get("plan").get("links").asInt()).isEqualTo(12 + 3);
    assertThat(result.get("failures").asInt()).isZero();
    assertThat(result.get("pointsPerS").asDouble()).isPositive();
    // The system counts in steps of 10 ms, and two seconds of this field may cost less than one.
    assertThat(result.get("fieldCpuS").asDouble()).isBetween(0.0, 60.0);
    assertThat(result.get("fullSpeed").get("requestsPerS").asDouble()).isPositive();
    assertThat(result.get("fullSpeed").get("bareRequestsPerS").asDouble()).isPositive();
    assertThat(goals(result))
        .containsEntry("requests without a valid answer", true)
        .containsEntry("points not good and right at the end", true)
        .containsKeys(
            "lateness p99",
            "requests of whole periods",
            "points of whole periods",
            "change of the others' lateness p99 by 1 on links of their own silent",
            "change of the others' lateness p99 by 1 behind gateways silent");
    assertThat(result.get("besideSilence")).hasSize(2);
    result
        .get("besideSilence")
        .forEach(beside -> assertThat(beside.get("lateness").get("maxMs").asDouble()).isPositive());
  }
}
