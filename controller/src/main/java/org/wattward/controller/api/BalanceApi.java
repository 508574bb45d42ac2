package org.wattward.controller.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Zone;

/** Energy and cost of a zone's devices, by hours, days and months of local time. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "History")
class BalanceApi {
  private static final int MOST_BALANCES = 5_000;
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
   * @param costEur import and export at the prices asked for; null without prices
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
          from and to are local dates, to is not included. period is hour, day or month. With
          importEurPerKwh and exportEurPerKwh every line has its cost. Devices stand side by side: a
          meter counts what stands behind it once more.\
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
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i + 1 < bounds.size(); i++) {
      for (String id : found.devices()) {
        Line line =
            line(district.site().device(id).orElseThrow(), bounds.get(i), bounds.get(i + 1));
        if (line != null) {
          lines.add(
              importEurPerKwh == null ? line : priced(line, importEurPerKwh, exportEurPerKwh));
        }
      }
    }
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

  private @Nullable Line line(Device device, ZonedDateTime from, ZonedDateTime to) {
    Instant start = from.toInstant();
    Instant end = to.toInstant();
    double spanS = (end.toEpochMilli() - start.toEpochMilli()) / 1e3;
    boolean imports = device.template().point("energyImport").isPresent();
    boolean exports = device.template().point("energyExport").isPresent();
    if (imports || exports) {
      Balance taken = balance(device, imports, "energyImport", start, end);
      Balance given = balance(device, exports, "energyExport", start, end);
      double goodS = imports ? taken.goodS() : given.goodS();
      return new Line(
          from,
          to,
          device.id(),
          taken.gain() / WH_PER_KWH,
          given.gain() / WH_PER_KWH,
          "counter",
          goodS / spanS,
          null);
    }
    if (device.template().point("power").isEmpty()) {
      return null;
    }
    Balance power = balance(device, true, "power", start, end);
    double kwh = power.valueS() / S_PER_H / WH_PER_KWH;
    return new Line(
        from,
        to,
        device.id(),
        Math.max(0, kwh),
        Math.max(0, -kwh),
        "power",
        power.goodS() / spanS,
        null);
  }

  private Balance balance(Device device, boolean has, String point, Instant from, Instant to) {
    return has ? history.balance(new PointId(device.id(), point), from, to) : new Balance(0, 0, 0);
  }

  private static Line priced(Line line, double importEurPerKwh, double exportEurPerKwh) {
    return new Line(
        line.from,
        line.to,
        line.device,
        line.importKwh,
        line.exportKwh,
        line.source,
        line.goodShare,
        line.importKwh * importEurPerKwh - line.exportKwh * exportEurPerKwh);
  }
}
