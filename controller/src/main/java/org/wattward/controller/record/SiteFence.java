package org.wattward.controller.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.devices.time.Time;

/**
 * Sees to it that of all controllers that share a database one writes to a site. It holds a token
 * in the database and renews it; another takes the next token when that was not renewed for ten
 * seconds by the database's clock, and whoever finds a later token than its own stops writing.
 *
 * <p>Control goes on without the database: a controller that holds the token, or that never got an
 * answer in its first fifteen seconds, writes while the database is away. Two controllers that are
 * both cut off from the database are not kept apart by this. {@link #refusal()} never blocks; any
 * thread.
 */
public final class SiteFence implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SiteFence.class);
  private static final Duration ROUND = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

  private final Time time;
  private final DataSource source;
  private final Holder holder;
  private final long startNanos;
  private final Semaphore wake = new Semaphore(0);
  private volatile State state = new State.Asking();
  private volatile boolean closed;
  private @Nullable Thread thread;

  /**
   * Who wants to write.
   *
   * @param site to which site
   * @param id names this controller's data directory, so that after a crash it need not wait for
   *     itself
   * @param title what others are told of it
   */
  public record Holder(String site, String id, String title) {}

  private sealed interface State {
    /** Nobody knows yet. */
    record Asking() implements State {}

    /** It is this one. */
    record Mine(long token) implements State {}

    /** It is another one. */
    record Theirs(String who) implements State {}
  }

  SiteFence(Time time, DataSource source, Holder holder) {
    this.time = time;
    this.source = source;
    this.holder = holder;
    this.startNanos = time.nanos();
  }

  /** Begins to ask for the token. */
  public void start() {
    thread = Thread.ofVirtual().name("fence").start(this::run);
  }

  /** Why this controller must not write, a sentence; empty when it may. */
  public Optional<String> refusal() {
    return switch (state) {
      case State.Mine _ -> Optional.empty();
      case State.Theirs(String who) ->
          Optional.of(
              "%s controls the site %s. Stop one of the two."
                  .formatted(capital(who), holder.site()));
      case State.Asking _ ->
          time.nanos() - startNanos > PATIENCE.toNanos()
              ? Optional.empty() // control goes on without the database
              : Optional.of("The database is asked first who controls the site.");
    };
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private void run() {
    try {
      while (!closed) {
        round();
        time.await(wake, ROUND);
      }
    } catch (InterruptedException e) {
      LOG.debug("The fence was interrupted, which ends it.");
    }
  }

  private void round() {
    try (Connection connection = source.getConnection()) {
      State before = state;
      if (!(before instanceof State.Mine(long token)) || !renewed(token, connection)) {
        tell(before, taken(connection));
      }
    } catch (SQLException e) {
      LOG.debug("The fence waits for the database.", e);
    }
  }

  private boolean renewed(long token, Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "update control_fence set seen = clock_timestamp() where site = ? and token = ?")) {
      statement.setString(1, holder.site());
      statement.setLong(2, token);
      return statement.executeUpdate() == 1;
    }
  }

  private State taken(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            insert into control_fence as fence (site, token, holder, title, since, seen)
            values (?, 1, ?, ?, clock_timestamp(), clock_timestamp())
            on conflict (site) do update set token = fence.token + 1, holder = excluded.holder,
              title = excluded.title, since = excluded.since, seen = excluded.seen
            where fence.holder = excluded.holder
              or fence.seen < clock_timestamp() - interval '10 seconds'
            returning token\
            """)) {
      statement.setString(1, holder.site());
      statement.setString(2, holder.id());
      statement.setString(3, holder.title());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? new State.Mine(row.getLong(1)) : new State.Theirs(other(connection));
      }
    }
  }

  private String other(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select title from control_fence where site = ?")) {
      statement.setString(1, holder.site());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getString(1) : "another controller";
      }
    }
  }

  private void tell(State before, State now) {
    state = now;
    switch (now) {
      case State.Mine(long token) ->
          LOG.info("This controller writes to {}: it holds token {}.", holder.site(), token);
      case State.Theirs(String who) -> {
        if (!now.equals(before)) {
          LOG.warn(
              "{} controls the site {}. This one writes nothing until that one is gone.",
              who,
              holder.site());
        }
      }
      case State.Asking _ -> throw new IllegalStateException("The database gave an answer.");
    }
  }

  /** Gives the token back, so that another need not wait. */
  @Override
  public void close() {
    closed = true;
    wake.release();
    Thread running = thread;
    if (running != null) {
      try {
        running.join(LONGEST_CLOSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (state instanceof State.Mine(long token)) {
      giveBack(token);
    }
  }

  private void giveBack(long token) {
    try (Connection connection = source.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "update control_fence set seen = 'epoch' where site = ? and token = ?")) {
      statement.setString(1, holder.site());
      statement.setLong(2, token);
      statement.executeUpdate();
    } catch (SQLException e) {
      LOG.info("The token of {} could not be given back; it lapses in 10 s.", holder.site());
    }
  }
}
