package org.wattward.controller.citylearn;

import java.util.List;
import org.wattward.rules.packages.RulePackage;

/** The homes under three controls. */
public final class CityLearnCase {
  private static final double CHARGE_SHARE = 0.11;
  private static final double DISCHARGE_SHARE = 0.067;
  private static final int CHARGE_FROM = 6;
  private static final int CHARGE_UNTIL = 14;

  private CityLearnCase() {}

  /** Chooses the energy a home's battery is asked to charge in an hour. */
  @FunctionalInterface
  private interface Rule {
    double askedKwh(Homes.Home home, HomeBattery battery, int at);
  }

  /**
   * CityLearn's BasicBatteryRBC: charges 11 % of the capacity an hour from 6 to 14, else discharges
   * 6.7 %; its hour is the one that has just ended.
   */
  public static Kpis published(Homes homes) {
    return run(
        homes,
        (_, battery, at) -> {
          int hour = homes.hourOfDay(at - 1);
          boolean charges = hour >= CHARGE_FROM && hour <= CHARGE_UNTIL;
          return (charges ? CHARGE_SHARE : -DISCHARGE_SHARE) * battery.capacityKwh();
        });
  }

  /**
   * The plain surplus rule: charges what the PV had too much and discharges what the home needed in
   * the hour before, which is all it knows.
   */
  public static Kpis surplus(Homes homes) {
    return run(homes, (home, _, at) -> -home.netKwh(at - 1));
  }

  private static Kpis run(Homes homes, Rule rule) {
    double[][] netKwh = new double[homes.size()][homes.hours()];
    for (int index = 0; index < homes.size(); index++) {
      Homes.Home home = homes.list().get(index);
      HomeBattery battery = new HomeBattery();
      for (int at = 0; at < homes.hours(); at++) {
        double asked = at == 0 ? 0 : rule.askedKwh(home, battery, at);
        netKwh[index][at] = home.netKwh(at) + battery.step(asked);
      }
    }
    return Kpis.of(homes, netKwh);
  }

  /**
   * The rule packages, through zones, rules, arbiter and writer. They know what meters said until
   * the end of the hour before, and the prices of the day before.
   *
   * @param packages the packages there are, {@code self-consumption} and {@code peak-limit} among
   *     them
   */
  public static Kpis rules(Homes homes, List<RulePackage> packages) {
    try (ControlledHomes controlled = new ControlledHomes(homes, packages)) {
      return Kpis.of(homes, controlled.live());
    }
  }
}
