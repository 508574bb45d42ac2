package org.wattward.controller.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import org.wattward.controller.alarm.Alarm;

/**
 * Everything of batches but their readings, row by row.
 *
 * @param in in the transaction under way
 * @param dimensions of that connection
 */
record EventRows(Connection in, Dimensions dimensions) {
  void store(List<Batch> batches) throws SQLException {
    for (Batch batch : batches) {
      for (Entry entry : batch.entries()) {
        store(entry);
      }
    }
    List<Entry> all = batches.stream().flatMap(batch -> batch.entries().stream()).toList();
    DecisionRows.store(all, dimensions, in);
    storeAudit(all);
  }

  private void store(Entry entry) throws SQLException {
    switch (entry) {
      case Entry.Readings _, Entry.Audited _, Entry.Decided _ -> {
        // The first went with the COPY, each of the others' kinds goes together.
      }
      case Entry.Alarmed(Alarm alarm) -> store(alarm);
      case Entry.Ruled(PackageNote note) -> PackageRows.store(note, in);
      case Entry.Tried(TrialNote note) -> PackageRows.store(note, in);
      case Entry.Stated(ConditionNote note) -> PackageRows.store(note, in);
      case Entry.Gap gap -> store(gap);
    }
  }

  private void store(Alarm alarm) throws SQLException {
    try (PreparedStatement statement =
        in.prepareStatement(
            """
            insert into alarm (key, raised, subject, priority, cause, consequence, response,
              cleared, acknowledged_by)
            values (?, ?, ?, ?::alarm_priority, ?, ?, ?, ?, ?)
            on conflict (key, raised) do update set subject = excluded.subject,
              priority = excluded.priority, cause = excluded.cause,
              consequence = excluded.consequence, response = excluded.response,
              cleared = excluded.cleared, acknowledged_by = excluded.acknowledged_by\
            """)) {
      statement.setString(1, alarm.key());
      statement.setObject(2, BatchWriter.utc(alarm.raised()));
      statement.setString(3, alarm.subject());
      statement.setString(4, alarm.priority().name());
      statement.setString(5, alarm.cause());
      statement.setString(6, alarm.consequence());
      statement.setString(7, alarm.response());
      statement.setTimestamp(8, alarm.cleared().map(Timestamp::from).orElse(null));
      statement.setString(9, alarm.acknowledgedBy().orElse(null));
      statement.executeUpdate();
    }
  }

  private void storeAudit(List<Entry> entries) throws SQLException {
    try (PreparedStatement statement =
        in.prepareStatement(
            "insert into audit (time, actor, action, subject, detail) values (?, ?, ?, ?, ?)")) {
      for (Entry entry : entries) {
        if (entry instanceof Entry.Audited(AuditEntry audit)) {
          statement.setObject(1, BatchWriter.utc(audit.time()));
          statement.setString(2, audit.actor());
          statement.setString(3, audit.action());
          statement.setString(4, audit.subject());
          statement.setString(5, audit.detail());
          statement.addBatch();
        }
      }
      statement.executeBatch();
    }
  }

  private void store(Entry.Gap gap) throws SQLException {
    try (PreparedStatement statement =
        in.prepareStatement(
            "insert into gap (from_time, to_time, readings, reason) values (?, ?, ?, ?)")) {
      statement.setObject(1, BatchWriter.utc(gap.from()));
      statement.setObject(2, BatchWriter.utc(gap.to()));
      statement.setLong(3, gap.readings());
      statement.setString(4, gap.reason());
      statement.executeUpdate();
    }
  }
}
