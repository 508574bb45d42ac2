package org.wattward.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.controller.command.RunningController.Launch;
import org.wattward.controller.district.District;
import org.wattward.controller.record.DatabaseAddress;
import org.wattward.controller.record.EmbeddedDatabase;
import org.wattward.controller.zone.PriceBook;
import org.wattward.devices.point.PointId;
import org.wattward.devices.time.Time;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Wish;
import org.wattward.sim.field.modbus.WatchdogField;

/** Two controllers of one site, each with a data directory of its own, and one database. */
@Timeout(240)
class TwoControllersIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path directory;

  private final Time time = Time.system();
  private int wishes;

  @Test
  void theSecondControllerWritesNothingUntilTheFirstIsGone() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.claim(directory.resolve("postgres"));
        WatchdogField field = new WatchdogField(2, time)) {
      database.ensureRunning();
      field.start();
      DatabaseAddress.External address = database.address();
      RunningController first = start("first", field, address);
      Await.until(
          "the first controller writes", LIMIT, () -> verified(first) >= 2L * field.devices());
      try (RunningController second = start("second", field, address)) {
        ask(second, 5_000);
        Await.until(
            "the second says why it does not write",
            LIMIT,
            () -> reason(second).contains("controls the site"));
        assertThat(reason(second)).contains(directory.resolve("first").toString());
        assertThat(second.district().counters().writesVerified()).isZero();

        first.close();
        Await.until("the second takes over", LIMIT, () -> verified(second) > 0);

        nextToken(address);
        Await.until(
            "the second finds that its token is not the latest",
            LIMIT,
            () -> {
              ask(second, 5_000 + 100 * (wishes % 10));
              return reason(second).contains("controls the site");
            });
      }
    }
  }

  private static String reason(RunningController controller) {
    return controller
        .district()
        .decision(WatchdogField.limit(0))
        .map(decision -> decision.write().reason())
        .orElse("");
  }

  private static long verified(RunningController controller) {
    return controller.district().counters().writesVerified();
  }

  private void ask(RunningController controller, double valueW) {
    PointId point = WatchdogField.limit(0);
    Request request =
        new Request(
            "wish-" + wishes++,
            point,
            new Wish.Set(valueW),
            Request.MANUAL_OPERATOR,
            "To see who writes.",
            new Request.Source(Request.Source.Kind.PERSON, "tester", ""),
            time.now(),
            Duration.ofMinutes(5),
            Set.of());
    assertThat(controller.district().request(request))
        .isInstanceOf(District.Receipt.Accepted.class);
  }

  /** Somebody else takes the site, as when this controller had slept for long. */
  private static void nextToken(DatabaseAddress.External address) throws Exception {
    try (Connection connection =
            DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "update control_fence set token = token + 1, holder = 'x', title = 'a third controller',"
              + " seen = clock_timestamp() + interval '1 hour'");
    }
  }

  private RunningController start(
      String name, WatchdogField field, DatabaseAddress.External address) throws Exception {
    return RunningController.start(
        new Launch(
            WatchdogField.site(field.devices(), field.port()),
            directory.resolve(name),
            address,
            InetAddress.getLoopbackAddress(),
            0,
            time,
            PriceBook.NONE,
            Optional.empty()));
  }
}
