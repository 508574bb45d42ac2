package org.wattward.devices.template;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A device type as data.
 *
 * @param id the template's name in site files: {@code eastron-sdm630}
 * @param title manufacturer and model
 * @param kind what kind of device it is
 * @param protocol how it is talked to
 * @param source data sheet, register map or paper the points were taken from
 * @param pacing what the device demands of whoever talks to it
 * @param sunSpec for SunSpec devices: the models its addresses were taken from. A device may have
 *     them elsewhere, or in another order
 * @param identification how a device says on Modbus that it is of this type
 * @param points its points, in file order, names unique
 * @param interlocks what its points need of each other
 * @param mark where the device holds who controls it, if it does
 */
public record DeviceTemplate(
    String id,
    String title,
    DeviceKind kind,
    Protocol protocol,
    String source,
    Pacing pacing,
    Optional<SunSpecMap> sunSpec,
    Optional<Identification> identification,
    List<PointTemplate> points,
    List<Interlock> interlocks,
    Optional<ControllerMark> mark) {
  public DeviceTemplate {
    points = List.copyOf(points);
    interlocks = List.copyOf(interlocks);
  }

  /** A type that does not hold who controls it. */
  public DeviceTemplate(
      String id,
      String title,
      DeviceKind kind,
      Protocol protocol,
      String source,
      Pacing pacing,
      Optional<SunSpecMap> sunSpec,
      Optional<Identification> identification,
      List<PointTemplate> points,
      List<Interlock> interlocks) {
    this(
        id,
        title,
        kind,
        protocol,
        source,
        pacing,
        sunSpec,
        identification,
        points,
        interlocks,
        Optional.empty());
  }

  /** A type whose registers stand where the template says. */
  public DeviceTemplate(
      String id,
      String title,
      DeviceKind kind,
      Protocol protocol,
      String source,
      Pacing pacing,
      List<PointTemplate> points) {
    this(
        id,
        title,
        kind,
        protocol,
        source,
        pacing,
        Optional.empty(),
        Optional.empty(),
        points,
        List.of());
  }

  /** The protocols a template can be written for. */
  public enum Protocol {
    MODBUS("modbus"),
    OPC_UA("opc-ua"),
    MQTT("mqtt");

    private final String key;

    Protocol(String key) {
      this.key = key;
    }

    /** As written in YAML. */
    public String key() {
      return key;
    }
  }

  /**
   * What the device demands (Modbus).
   *
   * @param maxRegistersPerRead most registers in one read request, 1 to 125
   * @param maxGapRegisters how many unused registers may be read to save a request
   * @param pauseBetweenRequests least time between two requests
   * @param pauseAfterConnect time to wait after connecting
   * @param writeMultipleOnly whether single registers must be written with function 16
   */
  public record Pacing(
      int maxRegistersPerRead,
      int maxGapRegisters,
      Duration pauseBetweenRequests,
      Duration pauseAfterConnect,
      boolean writeMultipleOnly) {
    /** No special demands. */
    public static final Pacing NONE = new Pacing(125, 16, Duration.ZERO, Duration.ZERO, false);
  }

  /** The same type with other points. */
  public DeviceTemplate withPoints(List<PointTemplate> others) {
    return new DeviceTemplate(
        id,
        title,
        kind,
        protocol,
        source,
        pacing,
        sunSpec,
        identification,
        others,
        interlocks,
        mark);
  }

  /** The same type, holding who controls it. */
  public DeviceTemplate markedBy(ControllerMark where) {
    return new DeviceTemplate(
        id,
        title,
        kind,
        protocol,
        source,
        pacing,
        sunSpec,
        identification,
        points,
        interlocks,
        Optional.of(where));
  }

  /** Whether a point is set by what is decided: written, and not the controller's mark. */
  public boolean isControlled(PointTemplate point) {
    return point.isWritable() && mark.map(held -> !held.point().equals(point.name())).orElse(true);
  }

  /** Finds a point by name. */
  public Optional<PointTemplate> point(String name) {
    return points.stream().filter(point -> point.name().equals(name)).findFirst();
  }
}
