package org.wattward.controller.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalDouble;
import org.wattward.devices.point.PointId;

/**
 * A point as the database knows it.
 *
 * @param id its number there
 * @param holdS how long a value counts at most, seconds
 * @param wrapsAt the value after which its counter starts again at 0, if known
 */
record KnownPoint(int id, double holdS, OptionalDouble wrapsAt) {
  static Optional<KnownPoint> find(Connection connection, PointId point) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select id, hold_s, wraps_at from point where device = ? and name = ?")) {
      statement.setString(1, point.device());
      statement.setString(2, point.name());
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          return Optional.empty();
        }
        double wrapsAt = rows.getDouble(3);
        return Optional.of(
            new KnownPoint(
                rows.getInt(1),
                rows.getDouble(2),
                rows.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(wrapsAt)));
      }
    }
  }

  /**
   * How much a counter grew between two good readings: it runs up, it wraps at its end, or it is
   * set back to 0 when it falls below half; a smaller step back is a correction and is taken off.
   * The same as {@code counter_gain} in the database.
   */
  double gain(double before, double after) {
    if (after >= before / 2) {
      return after - before;
    }
    boolean wraps =
        wrapsAt.isPresent()
            && before > wrapsAt.getAsDouble() / 2
            && before <= wrapsAt.getAsDouble();
    return wraps ? wrapsAt.getAsDouble() - before + after : after;
  }
}
