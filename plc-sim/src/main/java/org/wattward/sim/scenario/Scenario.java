package org.wattward.sim.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.wattward.sim.field.Fault;
import org.wattward.sim.field.Quirks;

/**
 * What happens in a simulated district.
 *
 * @param title what it is about
 * @param seed what is drawn by lot is drawn from; the command's if empty
 * @param start the time of day at which the district begins; the command's if empty
 * @param days how many days a simulation of it lives through; the command's if empty
 * @param weather by how much it is warmer than measured
 * @param prices how prices differ from the measured ones
 * @param events demand-response events
 * @param quirks how devices are peculiar, by device id
 * @param faults what breaks, in the order of the file
 */
public record Scenario(
    String title,
    OptionalLong seed,
    Optional<Instant> start,
    OptionalInt days,
    List<Warmer> weather,
    List<PriceChange> prices,
    List<GridEvent> events,
    Map<String, Quirks> quirks,
    List<ScriptedFault> faults) {
  public Scenario {
    weather = List.copyOf(weather);
    prices = List.copyOf(prices);
    events = List.copyOf(events);
    quirks = Map.copyOf(quirks);
    faults = List.copyOf(faults);
  }

  /**
   * Other weather.
   *
   * @param when when
   * @param byK by how much the air is warmer than measured, or colder below zero
   */
  record Warmer(Span when, double byK) {}

  /**
   * Other prices.
   *
   * @param when when
   * @param factor what the day-ahead price is multiplied by
   * @param addEurPerKwh what is then added
   */
  record PriceChange(Span when, double factor, double addEurPerKwh) {}

  /**
   * A demand-response event.
   *
   * @param id its name
   * @param from when it begins
   * @param lasts how long
   * @param level 1 moderate, 2 high, 3 emergency
   * @param reason a sentence
   */
  public record GridEvent(String id, Moment from, Duration lasts, int level, String reason) {
    /**
     * When it begins.
     *
     * @param zero when the script began
     */
    public Instant begins(Instant zero) {
      return from.from(zero);
    }
  }

  /**
   * A fault that comes at its time and goes.
   *
   * @param line where it stands in its file
   * @param what its word
   * @param fault what breaks
   * @param from when it begins
   * @param lasts how long, by the district's calendar; to the end if empty
   * @param devices whom it befalls
   * @param lot what of it is drawn by lot, and how often it comes
   */
  record ScriptedFault(
      int line,
      String what,
      Fault fault,
      Moment from,
      Optional<Duration> lasts,
      List<String> devices,
      Lot lot) {
    ScriptedFault {
      devices = List.copyOf(devices);
    }
  }

  /**
   * What is drawn by lot.
   *
   * @param pick so many of the devices, others each time; all if empty
   * @param jitter by how much later it comes at most
   * @param times how often it comes
   * @param every from one coming to the next
   */
  record Lot(OptionalInt pick, Duration jitter, int times, Duration every) {}
}
