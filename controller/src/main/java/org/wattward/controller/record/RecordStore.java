package org.wattward.controller.record;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.devices.point.PointId;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.time.Time;

/**
 * The record as a whole: the database, its schema, the recorder, the history, and the jobs that
 * roll up and throw away. One virtual thread keeps the database running and in shape.
 *
 * <p>{@link #start()} does not wait for the database: until it answers, the recorder's line fills.
 */
public final class RecordStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RecordStore.class);
  private static final Duration ROUND = Duration.ofSeconds(10);
  private static final int ROUNDS_PER_HOUSEKEEPING = 360;

  /** While more readings than these wait on disk, storing them goes before rolling up. */
  private static final long MANY_WAIT = 500_000;

  private static final int ROUNDS_PER_ROLL_UP_THEN = 30;
  private static final Duration FIRST_START = Duration.ofSeconds(60);

  private final Time time;
  private final RecordSettings settings;
  private final Optional<EmbeddedDatabase> embedded;
  private final HikariDataSource pool;
  private final DataSource writerSource;
  private final GatedSink sink = new GatedSink(FIRST_START);
  private final CopyRecorder recorder;
  private final JdbcHistory history;
  private final RecordWatch watch;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable BatchWriter writer;
  private volatile @Nullable DatabaseCapabilities capabilities;
  private volatile List<PointDescription> points = List.of();
  private @Nullable Thread keeper;

  /**
   * What the record should know of a point.
   *
   * @param point which
   * @param unit its unit
   * @param title what it is, in a few words
   * @param hold how long a value counts without a newer one
   * @param wrapsAt the value after which a counter starts again at 0, if known
   */
  public record PointDescription(
      PointId point, Unit unit, String title, Duration hold, OptionalDouble wrapsAt) {}

  /**
   * Takes the directories; nothing runs yet.
   *
   * @param time the time of day, which also decides what is past its retention
   * @param address where the database is
   * @param settings how it is written and kept
   * @throws DatabaseRefused when a directory is in use, unusable or of another version
   */
  public RecordStore(Time time, DatabaseAddress address, RecordSettings settings) {
    this(time, address, settings, batch -> {});
  }

  RecordStore(
      Time time, DatabaseAddress address, RecordSettings settings, Consumer<Batch> acknowledged) {
    this.time = time;
    this.settings = settings;
    this.watch = new RecordWatch(time, settings);
    this.embedded =
        switch (address) {
          case DatabaseAddress.Embedded e -> Optional.of(EmbeddedDatabase.claim(e.directory()));
          case DatabaseAddress.External e -> Optional.empty();
        };
    DatabaseAddress.External external =
        switch (address) {
          case DatabaseAddress.Embedded e -> embedded.orElseThrow().address();
          case DatabaseAddress.External e -> e;
        };
    this.writerSource = source(external, "wattward recorder");
    this.pool = pool(external);
    this.history = new JdbcHistory(time, pool, settings.retention());
    try {
      this.recorder = new CopyRecorder(time, settings, sink, acknowledged);
    } catch (IOException e) {
      pool.close();
      embedded.ifPresent(EmbeddedDatabase::close);
      throw new DatabaseRefused(
          "The record's directory %s cannot be used: %s. Give another one, or the right to it."
              .formatted(settings.directory(), e.getMessage()),
          e);
    }
  }

  private static PGSimpleDataSource source(DatabaseAddress.External address, String name) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(address.jdbcUrl());
    source.setUser(address.user());
    source.setPassword(address.password());
    source.setApplicationName(name);
    source.setConnectTimeout(5);
    source.setLoginTimeout(10);
    // A half-open connection must not hold a thread for ever.
    source.setSocketTimeout(60);
    source.setTcpKeepAlive(true);
    source.setReWriteBatchedInserts(true);
    return source;
  }

  private static HikariDataSource pool(DatabaseAddress.External address) {
    HikariDataSource pool = new HikariDataSource();
    pool.setPoolName("record");
    pool.setDataSource(source(address, "wattward"));
    pool.setMaximumPoolSize(8);
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(3_000);
    pool.setInitializationFailTimeout(-1);
    return pool;
  }

  /** Starts recording, and the database in the background. */
  public void start() {
    recorder.start();
    keeper = Thread.ofVirtual().name("record-keeper").start(this::keep);
  }

  /** Where to hand things over. */
  public Recorder recorder() {
    return recorder;
  }

  /** Where to ask. */
  public History history() {
    return history;
  }

  /** What a point's value came to, for balances of energy and cost. */
  public Balance balance(PointId point, Instant from, Instant to) {
    return history.balance(point, from, to);
  }

  /** What keeps other controllers of a site with this database from writing; not started yet. */
  public SiteFence fence(SiteFence.Holder holder) {
    return new SiteFence(time, pool, holder);
  }

  /**
   * The first entry of the audit that is not as it was written or is missing, if there is one; the
   * end counts too.
   */
  public Optional<Long> firstBrokenAudit() {
    return history.firstBrokenAudit();
  }

  /** What the database can do; empty until it answered. */
  public Optional<DatabaseCapabilities> capabilities() {
    return Optional.ofNullable(capabilities);
  }

  /** How the record is doing. */
  public RecordCounters counters() {
    BatchWriter known = writer;
    return recorder.counters(known == null ? 0 : known.refused());
  }

  /**
   * What somebody must know of the record; to be asked about once a second. Where the disk failed
   * and there is nothing to be written it is tried, which blocks on it.
   */
  public List<RecordTrouble> troubles() {
    if (counters().diskFault().isPresent() && counters().rowsWaiting() == 0) {
      recorder.probeDisk();
    }
    return watch.troubles(counters());
  }

  /** Waits until the database is ready; false when it is not in time. */
  public boolean awaitReady(Duration most) throws InterruptedException {
    return ready.await(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether everything handed over so far is stored. */
  public boolean isDrained() {
    return recorder.isDrained();
  }

  /** Tells the record of points, before the start or at any time. */
  public void describe(Collection<PointDescription> described) {
    points = List.copyOf(described);
    if (capabilities != null) {
      try {
        storeDescriptions();
      } catch (SQLException e) {
        throw new RecordUnavailable(
            "The points' descriptions could not be stored: " + e.getMessage(), e);
      }
    }
  }

  private void keep() {
    try {
      int attempt = 0;
      while (!prepare()) {
        attempt++;
        if (closing.await(BatchSink.backOff(attempt).toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
      for (long round = 0; ; round++) {
        keepRound(round);
        if (closing.await(ROUND.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      LOG.warn("The record's keeper was interrupted; nothing is rolled up any more.");
    }
  }

  private boolean prepare() {
    try {
      embedded.ifPresent(EmbeddedDatabase::ensureRunning);
      DatabaseCapabilities found = Schema.migrate(pool);
      capabilities = found;
      if (found.keeping() == DatabaseCapabilities.Keeping.AGGREGATES && !found.community()) {
        LOG.warn(
            "The roll-ups were made by TimescaleDB's community edition, which this server does not"
                + " offer (timescaledb.license is 'apache'). Readings are recorded, but neither"
                + " rolled up nor thrown away. Set timescaledb.license to 'timescale'.");
      }
      storeDescriptions();
      houseKeeping(found).run();
      BatchWriter fresh =
          new BatchWriter(time, writerSource, found.keeping(), settings.retention().raw());
      writer = fresh;
      sink.open(fresh);
      ready.countDown();
      LOG.info("{}", found.sentence());
      return true;
    } catch (RecordUnavailable | SQLException e) {
      String why = String.valueOf(e.getMessage());
      if (sink.stayClosed(why)) {
        LOG.warn("The record waits for its database: {}", why);
      }
      return false;
    }
  }

  private HouseKeeping houseKeeping(DatabaseCapabilities known) {
    return new HouseKeeping(time, pool, known, settings.retention());
  }

  private void keepRound(long round) {
    DatabaseCapabilities known = capabilities;
    if (known == null) {
      return;
    }
    try {
      embedded.ifPresent(EmbeddedDatabase::ensureRunning);
      boolean manyWait = counters().rowsSpooled() > MANY_WAIT;
      if (!known.runsPolicies() && (!manyWait || round % ROUNDS_PER_ROLL_UP_THEN == 0)) {
        rollUpNow();
      }
      if (round % ROUNDS_PER_HOUSEKEEPING == ROUNDS_PER_HOUSEKEEPING - 1) {
        houseKeeping(known).run();
      }
    } catch (RecordUnavailable | SQLException e) {
      LOG.debug("The record's jobs wait for the database.", e);
    }
  }

  /**
   * Rolls up what is due; the keeper does it every ten seconds, or the database by its own
   * policies.
   */
  synchronized void rollUpNow() throws SQLException {
    DatabaseCapabilities known = capabilities;
    if (known == null) {
      return;
    }
    switch (known.keeping()) {
      case PARTITIONS, HYPERTABLE ->
          new RollUp(time, pool, known.keeping(), settings.retention()).run();
      case AGGREGATES -> {
        if (known.community()) {
          Instant now = time.now();
          try (Connection connection = pool.getConnection()) {
            connection.setNetworkTimeout(Runnable::run, RollUp.PATIENCE_MS);
            new ContinuousAggregates(connection)
                .refresh(
                    now.minus(settings.retention().raw()).plus(Duration.ofDays(1)),
                    now.minus(RollUp.GRACE));
          }
        }
      }
    }
  }

  private void storeDescriptions() throws SQLException {
    List<PointDescription> described = points;
    if (described.isEmpty()) {
      return;
    }
    try (Connection connection = pool.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                """
                insert into point (device, name, unit, title, hold_s, wraps_at)
                values (?, ?, ?, ?, ?, ?)
                on conflict (device, name) do update set unit = excluded.unit,
                  title = excluded.title, hold_s = excluded.hold_s, wraps_at = excluded.wraps_at\
                """)) {
      for (PointDescription one : described) {
        statement.setString(1, one.point().device());
        statement.setString(2, one.point().name());
        statement.setString(3, one.unit().symbol());
        statement.setString(4, one.title());
        statement.setDouble(5, one.hold().toNanos() / 1e9);
        statement.setObject(
            6,
            one.wrapsAt().isPresent() ? one.wrapsAt().getAsDouble() : null,
            java.sql.Types.DOUBLE);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** Stores what waits, or brings it to disk, then stops the database if it is its own. */
  @Override
  public void close() {
    recorder.close();
    closing.countDown();
    Thread running = keeper;
    if (running != null) {
      try {
        running.join(Duration.ofSeconds(30));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    pool.close();
    embedded.ifPresent(EmbeddedDatabase::close);
  }

  Optional<EmbeddedDatabase> embedded() {
    return embedded;
  }

  RecordSettings settings() {
    return settings;
  }

  DataSource dataSource() {
    return pool;
  }
}
