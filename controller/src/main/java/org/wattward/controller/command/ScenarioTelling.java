package org.wattward.controller.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.wattward.controller.simulation.ScenarioOutcome;
import org.wattward.sim.scenario.Episode;

/**
 * Tells on the terminal what a scenario does.
 *
 * @param out where
 * @param zone what times of day are told in
 */
record ScenarioTelling(PrintWriter out, ZoneId zone) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  /** What is to come, the lots drawn. */
  void announce(String title, long seed, List<Episode> episodes) {
    out.printf("Scenario: %s. Lots and noise are drawn with seed %d.%n", title, seed);
    for (Episode episode : episodes) {
      out.printf(
          "  %s%s  %s at %s (line %d)%n",
          time(episode.begins()), until(episode), episode.what(), episode.device(), episode.line());
    }
    out.flush();
  }

  /** How it went. */
  void told(ScenarioOutcome told) {
    out.printf(
        "%nScenario: %s. Lots and noise were drawn with seed %d.%n", told.title(), told.seed());
    out.printf("%-34s %-20s %-19s %12s %12s%n", "fault", "device", "began", "noticed", "back");
    for (ScenarioOutcome.FaultOutcome fault : told.faults()) {
      out.printf(
          "%-34s %-20s %-19s %12s %12s%n",
          "%s (line %d)".formatted(fault.what(), fault.line()),
          fault.device(),
          time(fault.began()),
          after(Optional.of(fault.began()), fault.noticed()),
          after(fault.ended(), fault.recovered()));
    }
    out.printf(
        "%d requests withdrawn; %d alarms came and %d went.%n",
        told.requestsWithdrawn(), told.alarmsRaised(), told.alarmsCleared());
    if (!told.writes().equals(ScenarioOutcome.Writes.NONE)) {
      out.printf(
          "Writes: %d verified, %d refused, %d unknown, %d without effect, %d repeated blindly.%n",
          told.writes().verified(),
          told.writes().refused(),
          told.writes().unknown(),
          told.writes().mismatched(),
          told.writes().blind());
    }
    out.flush();
  }

  private String until(Episode episode) {
    boolean atOnce = episode.ends().filter(episode.begins()::equals).isPresent();
    return atOnce ? "" : episode.ends().map(end -> " to " + time(end)).orElse(" to the end");
  }

  private String time(Instant at) {
    return TIME.format(at.truncatedTo(ChronoUnit.SECONDS).atZone(zone));
  }

  private static String after(Optional<Instant> from, Optional<Instant> to) {
    return from.isEmpty() || to.isEmpty()
        ? "-"
        : "+" + Duration.between(from.get(), to.get()).toSeconds() + " s";
  }
}
