package org.wattward.sim.district;

/**
 * What every part of the district needs to know in one step.
 *
 * @param seconds length of the step
 * @param at where its end lies in the data's year
 * @param weather the weather
 * @param frequencyHz the grid's frequency
 * @param hotWaterFactor what people draw of hot water against the day's mean
 * @param usersPerMinute road users of a village street
 */
record Moment(
    double seconds,
    YearPosition at,
    Weather weather,
    double frequencyHz,
    double hotWaterFactor,
    double usersPerMinute) {
  static Moment of(double seconds, YearPosition at, Weather weather, double frequencyHz) {
    return new Moment(
        seconds,
        at,
        weather,
        frequencyHz,
        HotWater.factor(at.localHour()),
        Traffic.usersPerMinute(at.localHour()));
  }

  double hours() {
    return seconds / 3600;
  }
}
