package org.wattward.sim.district;

/**
 * What every part of the district needs to know in one step.
 *
 * @param seconds length of the step
 * @param at where its end lies in the data's year
 * @param weather the weather
 * @param frequencyHz the grid's frequency
 */
record Moment(double seconds, YearPosition at, Weather weather, double frequencyHz) {
  double hours() {
    return seconds / 3600;
  }
}
