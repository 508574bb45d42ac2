package org.wattward.devices.point;

import java.util.regex.Pattern;

/**
 * The name of one point of one device, written {@code heatpump-07/power}.
 *
 * @param device the device's id: lower-case letters, digits and hyphens
 * @param name the point's name: letters and digits, starting with a lower-case letter
 */
public record PointId(String device, String name) implements Comparable<PointId> {
  private static final Pattern DEVICE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]{0,62}");

  public PointId {
    if (!isDeviceId(device)) {
      throw new IllegalArgumentException(
          "\"%s\" is no device id. Use lower-case letters, digits and hyphens, at most 63."
              .formatted(device));
    }
    if (!isPointName(name)) {
      throw new IllegalArgumentException(
          "\"%s\" is no point name. Use letters and digits, a lower-case letter first, at most 63."
              .formatted(name));
    }
  }

  /** Whether the text may name a device (also a zone, a link, a bus). */
  public static boolean isDeviceId(String text) {
    return DEVICE.matcher(text).matches();
  }

  /** Whether the text may name a point of a device. */
  public static boolean isPointName(String text) {
    return NAME.matcher(text).matches();
  }

  /**
   * Reads {@code device/name}.
   *
   * @throws IllegalArgumentException when the text has another form
   */
  public static PointId parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException(
          "\"%s\" is no point. Write device/point, for example heatpump-07/power.".formatted(text));
    }
    return new PointId(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public int compareTo(PointId other) {
    int byDevice = device.compareTo(other.device);
    return byDevice != 0 ? byDevice : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return device + "/" + name;
  }
}
