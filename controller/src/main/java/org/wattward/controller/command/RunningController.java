package org.wattward.controller.command;

import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.controller.alarm.Standing;
import org.wattward.controller.arbitration.MemoryFile;
import org.wattward.controller.district.District;
import org.wattward.controller.district.LocalDistrict;
import org.wattward.controller.fence.MarkedLink;
import org.wattward.controller.loop.Loop;
import org.wattward.controller.loop.Loops;
import org.wattward.controller.order.MqttOrders;
import org.wattward.controller.publish.Publishing;
import org.wattward.controller.record.ChosenReadings;
import org.wattward.controller.record.DatabaseAddress;
import org.wattward.controller.record.RecordSettings;
import org.wattward.controller.record.RecordStore;
import org.wattward.controller.record.RecordTrouble;
import org.wattward.controller.record.SiteFence;
import org.wattward.controller.rules.PackageDirectory;
import org.wattward.controller.rules.PackageRegistry;
import org.wattward.controller.security.Accounts;
import org.wattward.controller.vital.ServiceSocket;
import org.wattward.controller.vital.Watchdog;
import org.wattward.controller.web.WebServer;
import org.wattward.controller.zone.PriceBook;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Site;
import org.wattward.devices.time.Time;
import org.wattward.protocols.Links;
import org.wattward.protocols.link.Credentials;

/** A controller with all its parts: the one place where they are put together. */
final class RunningController implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunningController.class);
  private static final Duration DRAIN = Duration.ofSeconds(20);
  private static final Duration WATCH = Duration.ofSeconds(1);
  private static final Duration PRICE_LOOK = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Time time;
  private final Instant started;
  private final RecordStore record;
  private final PackageRegistry registry;
  private final District district;
  private final WebServer web;
  private final Optional<String> firstPassword;
  private final Deque<AutoCloseable> parts;
  private boolean controlling = true;

  /**
   * What a controller is started with.
   *
   * @param site what it controls
   * @param data its data directory
   * @param database where the record is kept
   * @param address where the page and the API listen
   * @param port their TCP port; 0 for any that is free
   * @param time its clock
   * @param prices what electricity costs
   * @param rules the directory of rule packages; the data directory's own if none is given
   */
  record Launch(
      Site site,
      Path data,
      DatabaseAddress database,
      InetAddress address,
      int port,
      Time time,
      PriceBook prices,
      Optional<Path> rules) {}

  private RunningController(Launch launch, Deque<AutoCloseable> parts) {
    this.parts = parts;
    time = launch.time;
    started = time.now();
    parts.push(SiteLock.take(launch.data));
    Accounts accounts = new Accounts(launch.data);
    firstPassword = accounts.createFirstAdmin();
    record =
        new RecordStore(time, launch.database, RecordSettings.in(launch.data.resolve("record")));
    parts.push(record);
    record.describe(RecordedPoints.of(launch.site));
    record.start();
    Loops loops = Loops.threads(time);
    registry =
        new PackageRegistry(
            new PackageRegistry.Parts(
                launch.site, launch.data.resolve("rules"), record.recorder(), time));
    PackageDirectory packages =
        launch
            .rules
            .map(directory -> PackageDirectory.of(directory, registry, loops))
            .orElseGet(() ->
                PackageDirectory.own(
                    launch.data.resolve("rules").resolve("packages"), registry, loops));
    parts.push(packages);
    SiteFence fence = record.fence(holder(launch));
    parts.push(fence);
    boolean shared = launch.database instanceof DatabaseAddress.External;
    if (shared) { // an embedded database is this data directory's own, which is locked
      fence.start();
    }
    Supplier<Optional<String>> refusal = shared ? fence::refusal : Optional::empty;
    RandomGenerator random = new SecureRandom();
    Credentials credentials = Credentials.fromEnvironment(launch.data.resolve("keys"));
    MarkedLink.Controller marks =
        new MarkedLink.Controller(
            ControllerId.of(launch.data),
            (link, devices, listener) ->
                Links.open(link, devices, listener, time, random, credentials),
            time,
            loops);
    district =
        new LocalDistrict(
            launch.site,
            new LocalDistrict.Parts(
                time,
                (link, devices, listener) ->
                    new FencedLink(marks.open(link, devices, listener), refusal),
                registry,
                launch.prices,
                ChosenReadings.of(launch.site, record.recorder()),
                MemoryFile.in(launch.data.resolve("control"), time),
                random));
    parts.push(district);
    web =
        WebServer.start(
            new WebServer.Parts(
                district,
                record.history(),
                record.recorder(),
                record::counters,
                accounts,
                registry,
                time),
            launch.address,
            launch.port);
    parts.push(web);
    launch
        .site
        .publish()
        .ifPresent(config ->
            parts.push(
                Publishing.start(
                    config, district, launch.data.resolve("outbox"), time, random, credentials)));
    launch
        .site
        .orders()
        .ifPresent(config ->
            parts.push(
                MqttOrders.start(
                    config,
                    new MqttOrders.Parts(district.receipts(), record.recorder(), time),
                    launch.data.resolve("orders"),
                    random,
                    credentials)));
    Loop watch = watch(loops, packages);
    parts.push(watch);
    Loop prices = priceRecord(loops, launch.prices);
    parts.push(prices);
    district.start();
    packages.start();
    Watchdog watchdog = new Watchdog(district::vitals, ServiceSocket.named(System.getenv()), time);
    parts.push(watchdog);
    watchdog.start();
    watch.start();
    prices.start();
  }

  /**
   * Alarms of the record, of rule packages and of what links warn of are the district's, so that
   * people find all of them in one list.
   */
  private Loop watch(Loops loops, PackageDirectory packages) {
    Standing refused = new Standing(district.alarms());
    Standing warned = new Standing(district.alarms());
    return loops.loop(
        "watch",
        _ -> {
          refused.are(packages.refused());
          warned.are(
              district.links().stream().flatMap(link -> link.conditions().stream()).toList());
          for (RecordTrouble trouble : record.troubles()) {
            if (trouble.holds()) {
              district.alarms().raise(trouble.condition());
            } else {
              district.alarms().clear(trouble.condition().key());
            }
          }
          return WATCH;
        });
  }

  /** What electricity cost must be known when balances are made. */
  private Loop priceRecord(Loops loops, PriceBook prices) {
    AtomicReference<Instant> recorded = new AtomicReference<>(Instant.MIN);
    return loops.loop(
        "price-record",
        _ -> {
          Instant now = time.now();
          prices.from(now).stream()
              .filter(price -> !price.start().isAfter(now) && price.end().isAfter(now))
              .findFirst()
              .filter(price -> !price.start().equals(recorded.getAndSet(price.start())))
              .ifPresent(price ->
                  record
                      .recorder()
                      .readings(
                          List.of(
                              Reading.good(PriceBook.POINT, price.start(), price.eurPerKwh()))));
          return PRICE_LOOK;
        });
  }

  private static SiteFence.Holder holder(Launch launch) {
    String title =
        "the controller with process %d and the data directory %s"
            .formatted(ProcessHandle.current().pid(), launch.data.toAbsolutePath());
    return new SiteFence.Holder(launch.site.id(), ControllerId.of(launch.data), title);
  }

  /**
   * Puts a controller together and starts it. When that fails, nothing is left running.
   *
   * @throws org.wattward.devices.WattwardException when a part cannot start
   */
  static RunningController start(Launch launch) {
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    try {
      return new RunningController(launch, parts);
    } catch (RuntimeException fault) {
      closeAll(parts);
      throw fault;
    }
  }

  District district() {
    return district;
  }

  PackageRegistry rules() {
    return registry;
  }

  RecordStore record() {
    return record;
  }

  int port() {
    return web.port();
  }

  /** The administrator's password, if this was the first start. */
  Optional<String> firstPassword() {
    return firstPassword;
  }

  Instant started() {
    return started;
  }

  /**
   * Ends control: the safe values are written, links closed, pages go on. Then waits until all that
   * was handed to the record is stored.
   *
   * @return whether the record was complete in time
   */
  boolean stopControl() throws InterruptedException {
    if (controlling) {
      controlling = false;
      parts.remove(district);
      closeAll(new ArrayDeque<>(List.of(district)));
    }
    long deadline = time.nanos() + DRAIN.toNanos();
    while (!record.isDrained() && time.nanos() < deadline) {
      time.sleep(LOOK);
    }
    return record.isDrained();
  }

  @Override
  public void close() {
    closeAll(parts);
  }

  private static void closeAll(Deque<AutoCloseable> parts) {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception fault) {
        LOG.warn("A part did not stop as it should.", fault);
      }
    }
  }
}
