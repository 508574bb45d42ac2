package org.wattward.protocols.modbus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.codec.RegisterCodec;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.template.DeviceTemplate;
import org.wattward.devices.template.DeviceTemplate.Protocol;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.RegisterTable;
import org.wattward.devices.template.SunSpecMap;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Credentials;

/**
 * Looks who answers on a Modbus connection. It only reads. A SunSpec device says itself who it is;
 * of any other, the templates are named all of whose registers it answers with values that can be
 * true, which is a hint and no proof. One thread, which it blocks.
 */
public final class ModbusScan {
  /** SunSpec model 1: manufacturer, model, options, version, serial number. */
  private static final int COMMON = 1;

  private static final int NAME_REGISTERS = 16;
  private static final int SERIAL_FROM = 48;
  private static final int COMMON_REGISTERS = 64;
  private static final int FEWEST_POINTS = 3;

  private final Wire.Opener opener;
  private final LinkConfig.ModbusTcp link;
  private final Time time;
  private @Nullable ModbusConnection connection;

  /**
   * A device that answers.
   *
   * @param unit its unit id
   * @param manufacturer as it says itself; empty when it does not
   * @param model as it says itself; empty when it does not
   * @param serial as it says itself; empty when it does not
   * @param sunSpecModels its SunSpec models in their order
   * @param templates ids of templates that fit, the one with most points first
   */
  public record Found(
      int unit,
      String manufacturer,
      String model,
      String serial,
      List<Integer> sunSpecModels,
      List<String> templates) {
    public Found {
      sunSpecModels = List.copyOf(sunSpecModels);
      templates = List.copyOf(templates);
    }
  }

  /**
   * A scan of one connection.
   *
   * @param link where to look; its request timeout is how long an answer is waited for
   * @param time the time
   * @param credentials keys, for TLS
   */
  public ModbusScan(LinkConfig.ModbusTcp link, Time time, Credentials credentials) {
    this.opener = Wires.of(link, credentials);
    this.link = link;
    this.time = time;
  }

  /**
   * Looks for one unit.
   *
   * @param templates the device types to try
   * @return nothing when nobody answers under this unit id
   * @throws IOException when there is no connection at all
   */
  public Optional<Found> unit(int unit, Collection<DeviceTemplate> templates)
      throws IOException, InterruptedException {
    try {
      connect();
      Optional<SunSpecMap> map = new SunSpecWalk((at, count) -> holding(unit, at, count)).find();
      return Optional.of(
          map.isPresent()
              ? sunSpec(unit, map.get(), templates)
              : new Found(unit, "", "", "", List.of(), fitting(unit, templates)));
    } catch (NoAnswer e) {
      return Optional.empty();
    } finally {
      drop();
    }
  }

  private Found sunSpec(int unit, SunSpecMap map, Collection<DeviceTemplate> templates)
      throws IOException, InterruptedException {
    Optional<SunSpecMap.Model> common = map.model(COMMON);
    String text = "";
    if (common.isPresent() && common.get().length() >= COMMON_REGISTERS) {
      int at = common.get().address() + SunSpecMap.HEADER_REGISTERS;
      text = holding(unit, at, COMMON_REGISTERS).map(ModbusScan::characters).orElse("");
    }
    List<String> fitting =
        templates.stream()
            .filter(template -> template.sunSpec().filter(its -> has(map, its)).isPresent())
            .sorted((a, b) -> Integer.compare(b.points().size(), a.points().size()))
            .map(DeviceTemplate::id)
            .toList();
    return new Found(
        unit,
        part(text, 0),
        part(text, NAME_REGISTERS),
        part(text, SERIAL_FROM),
        map.models().stream().map(SunSpecMap.Model::id).toList(),
        fitting.isEmpty() ? fitting(unit, templates) : fitting);
  }

  private static boolean has(SunSpecMap device, SunSpecMap template) {
    return template.models().stream().allMatch(model -> device.model(model.id()).isPresent());
  }

  private static String characters(int[] words) {
    byte[] bytes = new byte[2 * words.length];
    for (int i = 0; i < words.length; i++) {
      bytes[2 * i] = (byte) (words[i] >> 8);
      bytes[2 * i + 1] = (byte) words[i];
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String part(String text, int register) {
    if (text.isEmpty()) {
      return "";
    }
    String field = text.substring(2 * register, 2 * register + 2 * NAME_REGISTERS);
    int end = field.indexOf('\0');
    return (end < 0 ? field : field.substring(0, end)).strip();
  }

  private List<String> fitting(int unit, Collection<DeviceTemplate> templates)
      throws IOException, InterruptedException {
    List<DeviceTemplate> fitting = new ArrayList<>();
    for (DeviceTemplate template : templates) {
      if (template.protocol() == Protocol.MODBUS
          && template.sunSpec().isEmpty()
          && fits(unit, template)) {
        fitting.add(template);
      }
    }
    fitting.sort((a, b) -> Integer.compare(b.points().size(), a.points().size()));
    return fitting.stream().map(DeviceTemplate::id).toList();
  }

  /** Whether every register of a template is answered with a value that can be true. */
  private boolean fits(int unit, DeviceTemplate template) throws IOException, InterruptedException {
    List<PolledPoint> points = new ArrayList<>();
    for (PointTemplate point : template.points()) {
      if (point.readable()) {
        RegisterCodec.of(point)
            .ifPresent(
                codec -> points.add(PolledPoint.of(new PointId("scan", point.name()), codec)));
      }
    }
    if (points.size() < FEWEST_POINTS) {
      return false;
    }
    List<Span> spans = points.stream().flatMap(point -> point.spans().stream()).toList();
    RegisterImage image = new RegisterImage();
    for (Block block : new BlockPlanner(template.pacing()).plan(spans, Obstacles.NONE)) {
      try {
        connect();
        if (!(ask(template, block.query(unit)) instanceof Reply.Words words)) {
          return false;
        }
        image.hold(block, words.words(), Instant.EPOCH);
      } catch (NoAnswer e) {
        return false; // some devices are silent when asked for what they do not have
      }
    }
    return points.stream()
        .allMatch(point ->
            point
                .reading(image, Instant.EPOCH)
                .filter(reading -> reading.quality().isGood())
                .isPresent());
  }

  private Optional<int[]> holding(int unit, int address, int count) throws InterruptedException {
    ModbusConnection open = connection;
    if (open == null) {
      throw new NoAnswer(NoAnswer.Kind.NOT_SENT, "There is no connection.");
    }
    Query.Read query = new Query.Read(unit, RegisterTable.HOLDING, address, count);
    Reply reply = open.ask(query, Duration.ZERO);
    if (reply instanceof Reply.Refused refused && refused.isSilence()) {
      throw new NoAnswer(NoAnswer.Kind.SILENT_BEHIND_GATEWAY, refused.title());
    }
    return reply instanceof Reply.Words words ? Optional.of(words.words()) : Optional.empty();
  }

  private Reply ask(DeviceTemplate template, Query.Read query) throws InterruptedException {
    ModbusConnection open = connection;
    if (open == null) {
      throw new NoAnswer(NoAnswer.Kind.NOT_SENT, "There is no connection.");
    }
    return open.ask(query, template.pacing().pauseBetweenRequests());
  }

  private void connect() throws IOException {
    if (connection == null || !connection.isOpen()) {
      Wire wire = opener.open(Deadline.in(time, link.requestTimeout()));
      connection = new ModbusConnection(wire, time, link.requestTimeout());
    }
  }

  private void drop() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}
