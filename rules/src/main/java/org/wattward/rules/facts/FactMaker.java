package org.wattward.rules.facts;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Quality;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.DeviceKind;
import org.wattward.rules.decide.Snapshot;

/** Makes facts of a snapshot. Pure; the same snapshot gives the same facts in the same order. */
public final class FactMaker {
  private static final double SECONDS_PER_HOUR = 3600;
  private static final Duration PRICE_HORIZON = Duration.ofHours(24);

  private FactMaker() {}

  /** All facts of the snapshot. */
  public static List<Fact> facts(Snapshot snapshot) {
    List<Fact> facts = new ArrayList<>(snapshot.devices().size() + 16);
    facts.add(calendar(snapshot));
    facts.add(new Sun(snapshot.sunElevationDeg()));
    facts.add(
        new Zone(
            snapshot.zone().id(),
            snapshot.zone().kind().name().toLowerCase(Locale.ROOT).replace('_', '-')));
    snapshot.events().forEach(event -> facts.add(event(event, snapshot.time())));
    price(snapshot).ifPresent(facts::add);
    snapshot
        .held()
        .forEach(held -> facts.add(new Held(held.condition(), held.subject(), held.seconds())));
    snapshot.expected().forEach(expected -> facts.add(outlook(expected)));
    snapshot.switching().map(known -> exchange(snapshot, known)).ifPresent(facts::add);
    snapshot.quarter().map(running -> quarter(snapshot, running)).ifPresent(facts::add);
    addDevices(snapshot, facts);
    FeederFact.of(snapshot).ifPresent(facts::add);
    addStale(snapshot, facts);
    return facts;
  }

  private static Outlook outlook(Snapshot.Expected expected) {
    Map<String, Set<PointId>> sources = new HashMap<>();
    for (String field : List.of("needW", "spareW", "fillLevelW", "drainLevelW")) {
      sources.put(field, expected.basis());
    }
    return new Outlook(
        expected.battery(),
        expected.needW(),
        expected.spareW(),
        expected.fillLevelW(),
        expected.drainLevelW(),
        expected.dear(),
        new Feeder.Sources(sources));
  }

  private static BranchExchange exchange(Snapshot snapshot, Snapshot.Switching known) {
    return new BranchExchange(
        snapshot.zone().id(),
        known.converged(),
        known.isFound(),
        known.close(),
        known.open(),
        known.lossW(),
        known.savedW(),
        known.needsAnother(),
        known.operationsToday());
  }

  private static QuarterHour quarter(Snapshot snapshot, Snapshot.RunningQuarter running) {
    Map<String, Set<PointId>> sources = new HashMap<>();
    for (String field : List.of("soFarW", "powerW", "forecastW")) {
      sources.put(field, running.basis());
    }
    return new QuarterHour(
        snapshot.zone().id(),
        running.soFarW(),
        running.leftShare(),
        running.powerW(),
        running.soFarW() + running.powerW() * running.leftShare(),
        new Feeder.Sources(sources));
  }

  private static void addDevices(Snapshot snapshot, List<Fact> facts) {
    Map<DeviceKind, Integer> positions = new EnumMap<>(DeviceKind.class);
    Map<String, Double> turns = LampTurns.of(snapshot);
    Map<String, Double> shared = Guarantee.shared(snapshot);
    for (Device device : snapshot.devices()) {
      int position = positions.merge(device.template().kind(), 1, Integer::sum) - 1;
      double turn = turns.getOrDefault(device.id(), 0.0);
      double sharedW = shared.getOrDefault(device.id(), 0.0);
      DeviceFacts.of(new DevicePoints(device, snapshot.readings()), position, turn, sharedW)
          .ifPresent(facts::add);
    }
  }

  private static void addStale(Snapshot snapshot, List<Fact> facts) {
    List<Reading> notGood =
        snapshot.readings().values().stream()
            .filter(reading -> !reading.quality().isGood())
            .sorted((a, b) -> a.point().compareTo(b.point()))
            .toList();
    for (Reading reading : notGood) {
      boolean bad = reading.quality() instanceof Quality.Bad;
      facts.add(
          new StalePoint(
              reading.point().device(),
              reading.point().name(),
              bad,
              Math.max(0, seconds(reading.time(), snapshot.time()))));
    }
  }

  private static Calendar calendar(Snapshot snapshot) {
    ZonedDateTime local = snapshot.time().atZone(snapshot.timeZone());
    int dayOfWeek = local.getDayOfWeek().getValue();
    double secondOfDay = local.toLocalTime().toNanoOfDay() / 1e9;
    return new Calendar(
        secondOfDay / SECONDS_PER_HOUR,
        dayOfWeek,
        local.getDayOfMonth(),
        local.getMonthValue(),
        dayOfWeek >= 6,
        secondOfDay / 60 % 15);
  }

  private static DemandResponseEvent event(Snapshot.DemandResponse event, Instant now) {
    boolean limited = Double.isFinite(event.limitW());
    return new DemandResponseEvent(
        event.id(),
        event.level(),
        !now.isBefore(event.start()) && now.isBefore(event.end()),
        Math.max(0, seconds(now, event.start())),
        Math.max(0, seconds(now, event.end())),
        limited,
        limited ? event.limitW() : 0,
        event.text());
  }

  /** The price now among those of the next 24 h; absent when the price now is not known. */
  private static Optional<Price> price(Snapshot snapshot) {
    Instant now = snapshot.time();
    Instant horizon = now.plus(PRICE_HORIZON);
    List<Snapshot.Price> ahead =
        snapshot.prices().stream()
            .filter(price -> price.end().isAfter(now) && price.start().isBefore(horizon))
            .toList();
    Optional<Snapshot.Price> current =
        ahead.stream().filter(price -> !price.start().isAfter(now)).findFirst();
    if (current.isEmpty()) {
      return Optional.empty();
    }
    double priceNow = current.get().eurPerKwh();
    double hours = 0;
    double sum = 0;
    double cheaper = 0;
    double lowest = priceNow;
    double highest = priceNow;
    for (Snapshot.Price price : ahead) {
      Instant from = price.start().isBefore(now) ? now : price.start();
      Instant to = price.end().isAfter(horizon) ? horizon : price.end();
      double lasts = seconds(from, to) / SECONDS_PER_HOUR;
      hours += lasts;
      sum += lasts * price.eurPerKwh();
      cheaper += price.eurPerKwh() < priceNow ? lasts : 0;
      lowest = Math.min(lowest, price.eurPerKwh());
      highest = Math.max(highest, price.eurPerKwh());
    }
    return Optional.of(new Price(priceNow, sum / hours, lowest, highest, cheaper));
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }
}
