package org.wattward.controller.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.controller.record.RecordOutage.Outage;
import org.wattward.controller.record.RecordOutage.Phase;
import org.wattward.controller.record.RecordOutage.Plan;

/**
 * The database of the demonstration district is stopped for a while at 10,000 readings a second:
 * control goes on, the spool stays within its bound, and every point's count and sum is what was
 * handed over. {@code -Dwattward.it.outage-s=600} for ten minutes, {@code 3600} for an hour; the
 * command {@code bench outage} holds the same figures against goals of speed.
 */
class OutageBenchIT {
  private static final int PER_S = 10_000;

  /** An outage is an alarm after half a minute. */
  private static final long ALARMED_FROM_S = 60;

  @TempDir private Path directory;

  @Test
  void controlGoesOnAndNothingIsLostWhileTheDatabaseIsAway() throws Exception {
    long awayS = Long.getLong("wattward.it.outage-s", 0);
    assumeTrue(
        awayS > 0,
        "SKIPPED: it takes minutes. Run mvn -Psoak verify, or give -Dwattward.it.outage-s=600.");

    OutageBench.Summary summary =
        OutageBench.run(
            new Plan(
                PER_S,
                Duration.ofSeconds(Math.min(30, awayS / 3)),
                Duration.ofSeconds(awayS),
                Boolean.getBoolean("wattward.it.compressed")),
            directory);

    System.out.println(summary);
    Outage outage = summary.outage();
    assertThat(outage.rowsOffered()).isGreaterThanOrEqualTo(PER_S * awayS);
    assertThat(outage.rowsSpooled()).as("readings on disk").isPositive();
    assertThat(outage.mostSpoolBytes()).isLessThanOrEqualTo(outage.spoolBoundBytes());
    assertThat(outage.rowsDropped()).isZero();
    assertThat(outage.pointsWrong()).isZero();
    assertThat(summary.control())
        .containsOnlyKeys(Phase.values())
        .extractingByKey(Phase.AWAY)
        .satisfies(away -> {
          assertThat(away.pollsPerS()).isPositive();
          assertThat(away.ticksPerS()).isPositive();
          assertThat(away.reactions()).as("setpoints decided").isPositive();
        });
    if (awayS >= ALARMED_FROM_S) {
      assertThat(summary.alarmed()).as("the outage is an alarm, and no longer after").isTrue();
    }
  }
}
