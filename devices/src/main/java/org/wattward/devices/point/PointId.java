package org.wattward.devices.point;

/**
 * The name of one point of one device, written {@code heatpump-07/power}.
 *
 * @param device the device's id: lower-case letters, digits and hyphens
 * @param name the point's name: letters and digits, starting with a lower-case letter
 */
public record PointId(String device, String name) implements Comparable<PointId> {
  private static final int LONGEST = 63;

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
    if (text.isEmpty() || text.length() > LONGEST || text.charAt(0) == '-') {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isLower(c) && !isDigit(c) && c != '-') {
        return false;
      }
    }
    return true;
  }

  /** Whether the text may name a point of a device. */
  public static boolean isPointName(String text) {
    if (text.isEmpty() || text.length() > LONGEST || !isLower(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isLower(c) && !isDigit(c) && (c < 'A' || c > 'Z')) {
        return false;
      }
    }
    return true;
  }

  // By hand, since a point's name is made millions of times a second.

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
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
