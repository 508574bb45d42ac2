package org.wattward.devices.template;

/**
 * A writable point that may leave its value of rest only while another point of its device reads
 * well: no compressor without flow, no element without water. Without a good reading it may not.
 *
 * @param point the writable point
 * @param needs the readable point
 * @param above what the reading must be above, in its unit; minus infinity for no bound
 * @param below what it must be below; infinity for no bound
 * @param otherwise what the writable point is set to while it may not, in its own unit
 * @param why a sentence
 */
public record Interlock(
    String point, String needs, double above, double below, double otherwise, String why) {

  /** Whether a reading allows the point to leave its value of rest. */
  public boolean allows(double reading) {
    return reading > above && reading < below;
  }
}
