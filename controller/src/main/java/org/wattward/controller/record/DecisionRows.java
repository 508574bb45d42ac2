package org.wattward.controller.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.wattward.controller.arbitration.Decision;

/** Decisions as rows, those of a batch together. */
final class DecisionRows {
  private static final String INSERT =
      """
      insert into decision
        (id, time, zone, point_id, setpoint, write_state, write_time, detail)
      values (?, ?, ?, ?, ?, ?::write_state, ?, ?::jsonb)
      on conflict (id) do update set write_state = excluded.write_state,
        write_time = excluded.write_time, detail = excluded.detail
      where excluded.write_time >= decision.write_time\
      """;

  private DecisionRows() {}

  /** Stores a batch's decisions, of each the state that it came to last. */
  static void store(List<Entry> entries, Dimensions dimensions, Connection in) throws SQLException {
    Map<UUID, Decision> latest = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if (entry instanceof Entry.Decided(Decision decision)) {
        latest.merge(decision.id(), decision, DecisionRows::later);
      }
    }
    if (latest.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = in.prepareStatement(INSERT)) {
      for (Decision decision : latest.values()) {
        statement.setObject(1, decision.id());
        statement.setObject(2, BatchWriter.utc(decision.time()));
        statement.setString(3, decision.zone());
        statement.setInt(4, dimensions.point(decision.point()));
        statement.setDouble(5, decision.setpoint());
        statement.setString(6, decision.write().state().name());
        statement.setObject(7, BatchWriter.utc(decision.write().time()));
        statement.setString(8, DecisionJson.write(decision));
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static Decision later(Decision before, Decision now) {
    return now.write().time().isBefore(before.write().time()) ? before : now;
  }
}
