package org.wattward.controller.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Quality;

/**
 * The numbers that stand for points and qualities in one database. Belongs to one connection: when
 * that is gone, so is what was learnt, since the next may be another database.
 */
final class Dimensions {
  /** More reasons than this mean that they carry values; the rest shares one. */
  private static final int MOST_REASONS = 20_000;

  private static final int GOOD = 1;
  private static final int STALE = 2;

  private final Connection connection;
  private final Map<PointId, Integer> points = new HashMap<>();
  private final Map<String, Integer> reasons = new HashMap<>();

  Dimensions(Connection connection) throws SQLException {
    this.connection = connection;
    try (PreparedStatement statement =
            connection.prepareStatement("select id, device, name from point");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        points.put(new PointId(rows.getString(2), rows.getString(3)), rows.getInt(1));
      }
    }
  }

  /** A point's number; a new point gets one, in the transaction under way. */
  int point(PointId point) throws SQLException {
    Integer known = points.get(point);
    if (known != null) {
      return known;
    }
    int id =
        id(
            "insert into point (device, name) values (?, ?) on conflict do nothing",
            "select id from point where device = ? and name = ?",
            point.device(),
            point.name());
    points.put(point, id);
    return id;
  }

  /** A quality's number; a new reason gets one, in the transaction under way. */
  int quality(Quality quality) throws SQLException {
    return switch (quality) {
      case Quality.Known.GOOD -> GOOD;
      case Quality.Known.STALE -> STALE;
      case Quality.Bad(String reason) -> reason(reason);
    };
  }

  private int reason(String reason) throws SQLException {
    Integer known = reasons.get(reason);
    if (known != null) {
      return known;
    }
    String stored =
        reasons.size() < MOST_REASONS ? storable(reason) : "Too many different reasons to keep.";
    int id =
        id(
            "insert into quality (kind, reason) values (?::quality_kind, ?) on conflict do nothing",
            "select id from quality where kind = ?::quality_kind and reason = ?",
            "BAD",
            stored);
    if (reasons.size() < MOST_REASONS) {
      reasons.put(reason, id);
    }
    return id;
  }

  /** PostgreSQL's text holds everything but the character 0, and an index row 2700 bytes. */
  static String storable(String text) {
    String whole = text.replace("\0", "");
    return whole.length() > 500 ? whole.substring(0, 500) + "…" : whole;
  }

  private int id(String insert, String select, String first, String second) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      statement.setString(1, first);
      statement.setString(2, second);
      statement.executeUpdate();
    }
    try (PreparedStatement statement = connection.prepareStatement(select)) {
      statement.setString(1, first);
      statement.setString(2, second);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }
}
