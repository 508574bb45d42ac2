package org.wattward.controller.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wattward.controller.record.ChartBench.Charting;
import org.wattward.controller.record.RecordBench.Writing;
import org.wattward.controller.record.RecordLoad.Load;

/**
 * What {@code bench record} came to; what was not asked for is null.
 *
 * @param machine cores and memory it ran on
 * @param database what the record was kept in
 * @param writing rows a second beside a bare COPY of the same rows
 * @param load a steady rate
 * @param latePolls polls of the district beside that load which came late
 * @param year a year of one point charted
 * @param hour the last hour of many points
 * @param goals figures held against their goals
 */
record RecordSummary(
    Machine machine,
    String database,
    @Nullable Writing writing,
    @Nullable Load load,
    @Nullable Long latePolls,
    @Nullable Charting year,
    @Nullable Charting hour,
    List<Goal> goals) {
  private static final double RATIO_GOAL = 0.8;
  private static final double LAG_GOAL_S = 2;
  private static final double YEAR_GOAL_MS = 50;
  private static final double HOUR_GOAL_MS = 100;

  /** Holds the figures against the goals. */
  static RecordSummary of(
      String database,
      @Nullable Writing writing,
      @Nullable BesideDistrict beside,
      @Nullable Charting year,
      @Nullable Charting hour) {
    List<Goal> goals = new ArrayList<>();
    if (writing != null) {
      goals.add(Goal.atLeast("recorded by copied rows", writing.ratio(), "", RATIO_GOAL));
      goals.add(Goal.exactly("rows given up", writing.dropped(), "rows", 0));
    }
    if (beside != null) {
      Load load = beside.load();
      goals.add(Goal.atMost("worst lag", load.worstLagS(), "s", LAG_GOAL_S));
      goals.add(Goal.exactly("rows given up under load", load.dropped(), "rows", 0));
      goals.add(Goal.exactly("rows left after the load", load.left(), "rows", 0));
    }
    if (year != null) {
      goals.add(Goal.atMost("chart of a year, p95", year.p95Ms(), "ms", YEAR_GOAL_MS));
    }
    if (hour != null) {
      goals.add(Goal.atMost("last hour of the points, p95", hour.p95Ms(), "ms", HOUR_GOAL_MS));
    }
    return new RecordSummary(
        Machine.here(),
        database,
        writing,
        beside == null ? null : beside.load(),
        beside == null ? null : beside.latePolls(),
        year,
        hour,
        List.copyOf(goals));
  }

  /**
   * A steady rate beside a running district.
   *
   * @param load the rate
   * @param latePolls polls of the district that came late
   */
  record BesideDistrict(Load load, long latePolls) {}

  boolean isMet() {
    return goals.stream().allMatch(Goal::met);
  }

  void print(PrintWriter out) {
    out.printf("On %d cores with %.1f GiB. %s%n", machine.cores(), machine.memoryGiB(), database);
    if (writing != null) {
      out.printf(
          "  writing          %.0f rows/s recorded, %.0f copied, ratio %.2f, %d rows each way%n",
          writing.recordedPerS(), writing.copiedPerS(), writing.ratio(), writing.rows());
    }
    if (load != null) {
      out.printf(
          "  beside district  %.0f rows/s for %.0f s, worst lag %.2f s; %d late polls%n",
          load.perS(), load.seconds(), load.worstLagS(), latePolls);
    }
    print(out, "year of a point", year);
    print(out, "last hour", hour);
    Goal.print(goals, out);
  }

  private static void print(PrintWriter out, String name, @Nullable Charting charting) {
    if (charting != null) {
      out.printf(
          "  %-16s p50 %.1f ms, p95 %.1f ms; an answer of %d from %d readings%n",
          name, charting.p50Ms(), charting.p95Ms(), charting.answer(), charting.rows());
    }
  }
}
