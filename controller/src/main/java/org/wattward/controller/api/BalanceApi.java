package org.wattward.controller.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.wattward.controller.api.ApiErrors.Refusal;
import org.wattward.controller.district.District;
import org.wattward.controller.record.Balance;
import org.wattward.controller.record.History;
import org.wattward.controller.zone.PriceBook;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Zone;

/** Energy and cost of a zone's devices, by hours, days and months of local time. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "History")
class BalanceApi {
  private static final int MOST_BALANCES = 5_000;
  private static final long MOST_STEPS = 500_000;
  private static final double WH_PER_KWH = 1000;
  private static final double S_PER_H = 3600;

  private final District district;
  private final History history;

  BalanceApi(District district, History history) {
    this.district = district;
    this.history = history;
  }

  /** How long a line of a balance is. */
  enum Period {
    HOUR,
    DAY,
    MONTH;

    private ZonedDateTime next(ZonedDateTime start) {
      return switch (this) {
        case HOUR -> start.plusHours(1);
        case DAY -> start.plusDays(1);
        case MONTH -> start.plusMonths(1);
      };
    }
  }

  /**
   * A device's energy over one period.
   *
   * @param from its start in local time
   * @param to its end; 23, 24 or 25 hours after the start of a day
   * @param device whose
   * @param importKwh energy taken from the network
   * @param exportKwh energy given to it
   * @param source {@code counter}, or {@code power} where the device counts no energy; then what it
   *     gave is taken off what it took
   * @param goodShare share of the period with good values of the source
   * @param costEur import and export at their prices; null where a price is missing
   */
  record Line(
      ZonedDateTime from,
      ZonedDateTime to,
      String device,
      double importKwh,
      double exportKwh,
      String source,
      double goodShare,
      @Nullable Double costEur) {}

  /** A zone's balance. */
  record ZoneBalance(String zone, ZoneId timeZone, List<Line> lines) {}

  @GetMapping("/zones/{zone}/balance")
  @Operation(
      summary = "Energy and cost of a zone's devices in local time",
      description =
          """
          from and to are local dates, to is not included. period is hour, day or month. A line's
          cost is reckoned by quarters of an hour with the prices that were recorded (market/price),
          or with importEurPerKwh if it is given; what is given to the network brings exportEurPerKwh.
          It is null where a price is missing. Devices stand side by side: a meter counts what stands
          behind it once more.\
          """)
  ZoneBalance balance(
      @PathVariable String zone,
      @RequestParam LocalDate from,
      @RequestParam LocalDate to,
      @RequestParam(defaultValue = "day") String period,
      @RequestParam @Nullable Double importEurPerKwh,
      @RequestParam(defaultValue = "0") double exportEurPerKwh) {
    Zone found = zone(zone);
    ZoneId timeZone = district.site().timeZone();
    List<ZonedDateTime> bounds = bounds(from, to, period(period), timeZone);
    if ((long) (bounds.size() - 1) * found.devices().size() > MOST_BALANCES) {
      throw Refusal.invalid(
          "%d periods of %d devices are more than %d lines. Ask for fewer days or a longer period."
              .formatted(bounds.size() - 1, found.devices().size(), MOST_BALANCES));
    }
    boolean varying = importEurPerKwh == null;
    Steps steps = Steps.of(bounds, varying);
    if ((long) steps.bounds.size() * found.devices().size() > MOST_STEPS) {
      throw Refusal.invalid(
          "From %s to %s are too many quarters of an hour of %d devices to be priced. Ask for fewer days, or give importEurPerKwh."
              .formatted(from, to, found.devices().size()));
    }
    Tariff tariff =
        new Tariff(
            importEurPerKwh,
            varying ? history.balances(PriceBook.POINT, steps.bounds) : List.of(),
            exportEurPerKwh);
    Account account = new Account(bounds, steps, tariff);
    List<Line> lines = new ArrayList<>();
    for (String id : found.devices()) {
      lines.addAll(account.lines(district.site().device(id).orElseThrow()));
    }
    lines.sort(Comparator.comparing(Line::from));
    return new ZoneBalance(zone, timeZone, lines);
  }

  private Zone zone(String id) {
    return district.site().zones().stream()
        .filter(zone -> zone.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            Refusal.notFound(
                "There is no zone \"%s\". The zones are: %s."
                    .formatted(
                        id,
                        String.join(
                            ", ", district.site().zones().stream().map(Zone::id).toList()))));
  }

  private static Period period(String name) {
    for (Period period : Period.values()) {
      if (period.name().equals(name.toUpperCase(Locale.ROOT))) {
        return period;
      }
    }
    throw Refusal.invalid("period is \"%s\"; it is hour, day or month.".formatted(name));
  }

  /** Starts of the periods, and the end of the last one. */
  static List<ZonedDateTime> bounds(LocalDate from, LocalDate to, Period period, ZoneId timeZone) {
    ZonedDateTime start = from.atStartOfDay(timeZone);
    ZonedDateTime end = to.atStartOfDay(timeZone);
    if (!start.isBefore(end)) {
      throw Refusal.invalid("from (%s) must be before to (%s).".formatted(from, to));
    }
    List<ZonedDateTime> bounds = new ArrayList<>(List.of(start));
    while (bounds.getLast().isBefore(end)) {
      ZonedDateTime next = period.next(bounds.getLast());
      bounds.add(next.isBefore(end) ? next : end);
      if (bounds.size() > MOST_BALANCES + 1) {
        throw Refusal.invalid(
            "From %s to %s are more than %d periods.".formatted(from, to, MOST_BALANCES));
      }
    }
    return bounds;
  }

  /** What a device's energy and its price came to over the steps of the periods. */
  private final class Account {
    private final List<ZonedDateTime> bounds;
    private final Steps steps;
    private final Tariff tariff;

    Account(List<ZonedDateTime> bounds, Steps steps, Tariff tariff) {
      this.bounds = bounds;
      this.steps = steps;
      this.tariff = tariff;
    }

    /** A line for each period; none for a device that neither counts energy nor tells its power. */
    List<Line> lines(Device device) {
      boolean imports = device.template().point("energyImport").isPresent();
      boolean exports = device.template().point("energyExport").isPresent();
      if (imports || exports) {
        List<Balance> taken = balances(device, imports, "energyImport");
        List<Balance> given = balances(device, exports, "energyExport");
        return lines(
            device.id(),
            "counter",
            step ->
                new Energy(
                    taken.get(step).gain() / WH_PER_KWH,
                    given.get(step).gain() / WH_PER_KWH,
                    (imports ? taken : given).get(step).goodS()));
      }
      if (device.template().point("power").isEmpty()) {
        return List.of();
      }
      List<Balance> power = balances(device, true, "power");
      return lines(
          device.id(),
          "power",
          step -> {
            double kwh = power.get(step).valueS() / S_PER_H / WH_PER_KWH;
            return new Energy(Math.max(0, kwh), Math.max(0, -kwh), power.get(step).goodS());
          });
    }

    private List<Balance> balances(Device device, boolean has, String point) {
      return has
          ? history.balances(new PointId(device.id(), point), steps.bounds)
          : Collections.nCopies(steps.bounds.size() - 1, new Balance(0, 0, 0));
    }

    private List<Line> lines(String device, String source, IntFunction<Energy> energies) {
      List<Line> lines = new ArrayList<>();
      for (int period = 0; period + 1 < bounds.size(); period++) {
        Energy sum = new Energy(0, 0, 0);
        double costEur = 0;
        boolean priced = true;
        for (int step = steps.firsts.get(period); step < steps.firsts.get(period + 1); step++) {
          Energy energy = energies.apply(step);
          sum = sum.and(energy);
          OptionalDouble price = tariff.eurPerKwh(step);
          // What nothing was used of needs no price.
          priced = priced && (price.isPresent() || energy.isNone());
          costEur += energy.importKwh * price.orElse(0) - energy.exportKwh * tariff.exportEurPerKwh;
        }
        ZonedDateTime from = bounds.get(period);
        ZonedDateTime to = bounds.get(period + 1);
        lines.add(
            new Line(
                from,
                to,
                device,
                sum.importKwh,
                sum.exportKwh,
                source,
                sum.goodS / Duration.between(from, to).toSeconds(),
                priced ? costEur : null));
      }
      return lines;
    }
  }

  /** Energy of a step, and how long it was known. */
  private record Energy(double importKwh, double exportKwh, double goodS) {
    Energy and(Energy more) {
      return new Energy(importKwh + more.importKwh, exportKwh + more.exportKwh, goodS + more.goodS);
    }

    boolean isNone() {
      return importKwh == 0 && exportKwh == 0;
    }
  }

  /**
   * The steps in which energy is priced, at most a quarter of an hour each: no market has shorter
   * ones.
   *
   * @param bounds starts of the steps and the end of the last
   * @param firsts of each period its first step, and one behind the last
   */
  record Steps(List<Instant> bounds, List<Integer> firsts) {
    private static final Duration STEP = Duration.ofMinutes(15);

    static Steps of(List<ZonedDateTime> periods, boolean priced) {
      List<Instant> bounds = new ArrayList<>();
      List<Integer> firsts = new ArrayList<>();
      for (int i = 0; i + 1 < periods.size(); i++) {
        firsts.add(bounds.size());
        Instant to = periods.get(i + 1).toInstant();
        Instant at = periods.get(i).toInstant();
        while (at.isBefore(to)) {
          bounds.add(at);
          at = priced ? at.plus(STEP) : to;
        }
      }
      firsts.add(bounds.size());
      bounds.add(periods.getLast().toInstant());
      return new Steps(bounds, firsts);
    }
  }

  /**
   * What energy costs in each step.
   *
   * @param fixedEurPerKwh in every step, if somebody asks for that
   * @param recorded the price's own balance in each step
   * @param exportEurPerKwh what is paid for energy given
   */
  private record Tariff(
      @Nullable Double fixedEurPerKwh, List<Balance> recorded, double exportEurPerKwh) {
    OptionalDouble eurPerKwh(int step) {
      if (fixedEurPerKwh != null) {
        return OptionalDouble.of(fixedEurPerKwh);
      }
      Balance price = recorded.get(step);
      return price.goodS() > 0
          ? OptionalDouble.of(price.valueS() / price.goodS())
          : OptionalDouble.empty();
    }
  }
}
