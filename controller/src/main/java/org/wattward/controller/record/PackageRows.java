package org.wattward.controller.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** Stores what became of rule packages, and the conditions that their rules state. */
final class PackageRows {
  private PackageRows() {}

  static void store(PackageNote note, Connection in) throws SQLException {
    byte[] hash = HexFormat.of().parseHex(note.sha256());
    try (PreparedStatement content =
            in.prepareStatement(
                """
                insert into rule_content (sha256, name, version, stored, files)
                values (?, ?, ?, ?, ?::jsonb) on conflict do nothing\
                """);
        PreparedStatement change =
            in.prepareStatement(
                """
                insert into rule_change (time, name, sha256, stage, actor, reason)
                values (?, ?, ?, ?, ?, ?)\
                """)) {
      content.setBytes(1, hash);
      content.setString(2, note.name());
      content.setString(3, note.version());
      content.setObject(4, BatchWriter.utc(note.time()));
      content.setString(5, files(note));
      content.executeUpdate();
      change.setObject(1, BatchWriter.utc(note.time()));
      change.setString(2, note.name());
      change.setBytes(3, hash);
      change.setString(4, note.stage());
      change.setString(5, note.by());
      change.setString(6, note.why());
      change.executeUpdate();
    }
  }

  /** Contents in Base64, because a spreadsheet is no text. */
  private static String files(PackageNote note) {
    Map<String, String> files = new TreeMap<>();
    note.files()
        .forEach((path, content) -> files.put(path, Base64.getEncoder().encodeToString(content)));
    return JsonMapper.shared().writeValueAsString(files);
  }

  static void store(TrialNote note, Connection in) throws SQLException {
    try (PreparedStatement statement =
        in.prepareStatement(
            """
            insert into rule_trial (time, zone, name, sha256, detail)
            values (?, ?, ?, ?, ?::jsonb)\
            """)) {
      statement.setObject(1, BatchWriter.utc(note.time()));
      statement.setString(2, note.zone());
      statement.setString(3, note.name());
      statement.setBytes(4, HexFormat.of().parseHex(note.sha256()));
      statement.setString(5, note.detail());
      statement.executeUpdate();
    }
  }

  static void store(ConditionNote note, Connection in) throws SQLException {
    try (PreparedStatement statement =
        in.prepareStatement(
            """
            insert into condition_change (time, zone, name, subject, holds)
            values (?, ?, ?, ?, ?)\
            """)) {
      statement.setObject(1, BatchWriter.utc(note.time()));
      statement.setString(2, note.zone());
      statement.setString(3, note.name());
      statement.setString(4, note.subject());
      statement.setBoolean(5, note.holds());
      statement.executeUpdate();
    }
  }
}
