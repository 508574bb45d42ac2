package org.wattward.controller.citylearn;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.wattward.controller.arbitration.ControlMemory;
import org.wattward.controller.district.LocalDistrict;
import org.wattward.controller.loop.SteppedLoops;
import org.wattward.controller.record.NoRecord;
import org.wattward.controller.simulation.Lasting;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.site.NetworkConfig;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.Zone;
import org.wattward.devices.template.Templates;
import org.wattward.devices.time.ManualTime;
import org.wattward.rules.decide.Snapshot.Price;
import org.wattward.rules.engine.RuleEngine;
import org.wattward.rules.packages.RuleBook;
import org.wattward.rules.packages.RulePackage;

/** The homes as a site that the controller controls, hour by hour. One thread. */
final class ControlledHomes implements AutoCloseable {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final double W_PER_KW = 1000;
  private static final int HOURS_OF_DAY = 24;

  /** The first row of the data set is the last hour of a day. */
  private static final Instant START = Instant.parse("2021-07-31T23:00:00Z");

  /** What a home's connection is reckoned with where many hang on one transformer. */
  private static final double AGREED_W_PER_HOME = 2600;

  private final Homes homes;
  private final ManualTime time = new ManualTime(START);
  private final SteppedLoops loops = new SteppedLoops(time);
  private final List<HomeBattery> batteries = new ArrayList<>();
  private final LocalDistrict district;
  private HomesLink link = new HomesLink("homes", (_, _) -> {}, Map.of());
  private int at;

  ControlledHomes(Homes homes, List<RulePackage> packages) {
    this.homes = homes;
    homes.list().forEach(_ -> batteries.add(new HomeBattery()));
    district =
        new LocalDistrict(
            site(),
            new LocalDistrict.Parts(
                time,
                (config, devices, listener) -> {
                  link = new HomesLink(config.id(), listener::readings, HomesLink.points(devices));
                  return link;
                },
                _ -> Lasting.over(HOUR, new RuleBook(packages, RuleEngine.Limits.USUAL, time)),
                this::pricesOfYesterday,
                new NoRecord(),
                ControlMemory.NONE,
                new SplittableRandom(1)),
            loops);
    district.start();
  }

  private Site site() {
    LinkConfig config =
        new LinkConfig.ModbusTcp("homes", "homes", 1, HOUR, new PollPeriods(HOUR, HOUR, HOUR));
    List<Device> devices = new ArrayList<>();
    devices.add(
        device("meter-transformer", "janitza-umg604", "", Map.of("ratedApparentPowerVa", 1e5)));
    for (Homes.Home home : homes.list()) {
      String bus = "bus-" + home.number;
      devices.add(device("meter-" + home.number, "eastron-sdm630", bus, Map.of()));
      devices.add(device("pv-" + home.number, "sunspec-inverter", bus, Map.of()));
      devices.add(device("battery-" + home.number, "sunspec-battery", bus, Map.of()));
    }
    List<String> all = devices.stream().map(Device::id).toList();
    List<String> ofHomes = all.subList(1, all.size());
    List<String> ofDistrict =
        all.stream().filter(id -> id.startsWith("battery") || id.equals(all.getFirst())).toList();
    return new Site(
        "citylearn",
        "CityLearn",
        ZoneOffset.UTC,
        34.09,
        -117.43,
        List.of(config),
        devices,
        List.of(
            new Zone(
                "homes", "Homes", Zone.Kind.FEEDER, ofHomes, List.of("self-consumption"), HOUR),
            new Zone("district", "All", Zone.Kind.FEEDER, ofDistrict, List.of("peak-limit"), HOUR)),
        NetworkConfig.NONE,
        List.of(),
        Map.of(
            "self-consumption/reserve", 0.0,
            "self-consumption/full", 100.0,
            "peak-limit/reserve", 0.0,
            "peak-limit/demandLimit", AGREED_W_PER_HOME * homes.size()));
  }

  private static Device device(
      String id, String template, String bus, Map<String, Double> properties) {
    return new Device(
        id,
        id,
        Templates.bundled().find(template).orElseThrow(),
        "homes",
        1,
        "",
        Optional.of(bus).filter(name -> !name.isEmpty()),
        properties);
  }

  /** Each hour of the day costs what it cost when it was last seen. */
  private List<Price> pricesOfYesterday(Instant now) {
    Instant hour = now.truncatedTo(ChronoUnit.HOURS);
    List<Price> prices = new ArrayList<>();
    for (int ahead = 0; ahead < HOURS_OF_DAY; ahead++) {
      int seen = at + ahead - HOURS_OF_DAY;
      if (seen >= 0) {
        Instant start = hour.plus(ahead, ChronoUnit.HOURS);
        prices.add(new Price(start, start.plus(HOUR), homes.price(seen)));
      }
    }
    return prices;
  }

  /** Lives through all hours. Returns the net load of each home in kWh. */
  double[][] live() {
    double[][] netKwh = new double[homes.size()][homes.hours()];
    double[] meterKwh = new double[homes.size()];
    for (at = 0; at < homes.hours(); at++) {
      if (at > 0) {
        show(netKwh, meterKwh);
        loops.jump(HOUR, () -> link.poll(time.now()));
      }
      for (int home = 0; home < homes.size(); home++) {
        double percent = link.value(point("battery", home, "powerSetpoint"));
        meterKwh[home] =
            at == 0 ? 0 : batteries.get(home).step(percent / 100 * HomeBattery.POWER_KW);
        netKwh[home][at] = homes.list().get(home).netKwh(at) + meterKwh[home];
      }
    }
    return netKwh;
  }

  /** What meters say of the hour that has just ended. */
  private void show(double[][] netKwh, double[] meterKwh) {
    double sumKwh = 0;
    for (int home = 0; home < homes.size(); home++) {
      double net = netKwh[home][at - 1];
      sumKwh += net;
      HomeBattery battery = Objects.requireNonNull(batteries.get(home));
      link.show(point("meter", home, "power"), net * W_PER_KW);
      link.show(point("pv", home, "power"), -homes.list().get(home).sunKwh(at - 1) * W_PER_KW);
      link.show(point("battery", home, "power"), meterKwh[home] * W_PER_KW);
      link.show(point("battery", home, "stateOfCharge"), battery.chargePercent());
      link.show(point("battery", home, "capacity"), battery.capacityKwh() * W_PER_KW);
      link.show(point("battery", home, "ratedPower"), HomeBattery.POWER_KW * W_PER_KW);
    }
    link.show(new PointId("meter-transformer", "power"), sumKwh * W_PER_KW);
  }

  private PointId point(String device, int home, String name) {
    return new PointId(device + "-" + homes.list().get(home).number, name);
  }

  @Override
  public void close() {
    district.close();
  }
}
