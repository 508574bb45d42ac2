package org.wattward.protocols.modbus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.devices.codec.RegisterCodec;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.template.DeviceTemplate;
import org.wattward.devices.template.DeviceTemplate.Protocol;
import org.wattward.devices.template.Identification;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.RegisterTable;
import org.wattward.devices.template.SunSpecMap;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Credentials;

/**
 * Looks who answers on a Modbus connection. It only reads. A SunSpec device says itself who it is,
 * and so do devices with identification registers that a template knows; of any other, the
 * templates are named all of whose registers it answers with values that can be true, which is a
 * hint and no proof. One thread, which it blocks.
 */
public final class ModbusScan {
  /** SunSpec model 1: manufacturer, model, options, version, serial number. */
  private static final int COMMON = 1;

  private static final int NAME_REGISTERS = 16;
  private static final int SERIAL_FROM = 48;
  private static final int COMMON_REGISTERS = 64;
  private static final int FEWEST_POINTS = 3;

  private static final Logger LOG = LoggerFactory.getLogger(ModbusScan.class);

  private final Wire.Opener opener;
  private final Duration requestTimeout;
  private final Time time;
  private Duration pauseAfterConnect = Duration.ZERO;
  private boolean anyAnswered;
  private @Nullable ModbusConnection connection;

  /**
   * A device that answers.
   *
   * @param unit its unit id
   * @param manufacturer as it says itself; empty when it does not
   * @param model as it says itself; empty when it does not
   * @param serial as it says itself; empty when it does not
   * @param sunSpecModels its SunSpec models in their order
   * @param identified what its identification registers say, with their place; empty when no
   *     template knows such registers of it
   * @param templates ids of templates that fit. Of a device known by its identification each is a
   *     part of it, for example an inverter, its battery and its meter; of others one is right,
   *     maybe the first, which has most points
   */
  public record Found(
      int unit,
      String manufacturer,
      String model,
      String serial,
      List<Integer> sunSpecModels,
      String identified,
      List<String> templates) {
    public Found {
      sunSpecModels = List.copyOf(sunSpecModels);
      templates = List.copyOf(templates);
    }
  }

  private ModbusScan(Wire.Opener opener, Duration requestTimeout, Time time) {
    this.opener = opener;
    this.requestTimeout = requestTimeout;
    this.time = time;
  }

  /**
   * A scan of a connection over a network.
   *
   * @param link where to look; its request timeout is how long an answer is waited for
   * @param time the time
   * @param credentials keys, for TLS
   */
  public static ModbusScan overNetwork(
      LinkConfig.ModbusTcp link, Time time, Credentials credentials) {
    return new ModbusScan(Wires.of(link, credentials), link.requestTimeout(), time);
  }

  /**
   * A scan of a serial bus.
   *
   * @param link the port; its request timeout is how long an answer is waited for
   * @param time the time
   */
  public static ModbusScan onSerialPort(LinkConfig.ModbusSerial link, Time time) {
    return new ModbusScan(Wires.of(link, time), link.requestTimeout(), time);
  }

  /**
   * Looks for one unit. As long as nobody has answered, it asks once more with the pause after
   * connecting that some devices need.
   *
   * @param templates the device types to try
   * @return nothing when nobody answers under this unit id
   * @throws IOException when there is no connection at all
   */
  public Optional<Found> unit(int unit, Collection<DeviceTemplate> templates)
      throws IOException, InterruptedException {
    Optional<Found> found = attempt(unit, templates);
    Duration pause = longestPause(templates);
    if (found.isEmpty() && !anyAnswered && pauseAfterConnect.compareTo(pause) < 0) {
      pauseAfterConnect = pause;
      found = attempt(unit, templates);
      pauseAfterConnect = found.isPresent() ? pause : Duration.ZERO;
    }
    anyAnswered = anyAnswered || found.isPresent();
    return found;
  }

  private static Duration longestPause(Collection<DeviceTemplate> templates) {
    return templates.stream()
        .map(template -> template.pacing().pauseAfterConnect())
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private Optional<Found> attempt(int unit, Collection<DeviceTemplate> templates)
      throws IOException, InterruptedException {
    try {
      connect();
      Optional<SunSpecMap> map = new SunSpecWalk((at, count) -> holding(unit, at, count)).find();
      return Optional.of(
          map.isPresent() ? sunSpec(unit, map.get(), templates) : other(unit, templates));
    } catch (NoAnswer e) {
      return Optional.empty();
    } finally {
      drop();
    }
  }

  private Found other(int unit, Collection<DeviceTemplate> templates)
      throws IOException, InterruptedException {
    Map<Place, Optional<int[]>> said = new HashMap<>();
    List<DeviceTemplate> named = new ArrayList<>();
    List<DeviceTemplate> open = new ArrayList<>();
    String identified = "";
    for (DeviceTemplate template : templates) {
      Optional<Identification> identification = template.identification();
      if (identification.isEmpty()) {
        open.add(template);
        continue;
      }
      Optional<int[]> words = words(unit, Place.of(identification.get()), said);
      if (words.filter(identification.get()::matches).isPresent()) {
        named.add(template);
        identified =
            "%s %d says %s"
                .formatted(
                    identification.get().table().key(),
                    identification.get().address(),
                    identification.get().said(words.get()));
      }
    }
    List<String> ids = named.isEmpty() ? fitting(unit, open) : parts(unit, named);
    return new Found(unit, "", "", "", List.of(), identified, ids);
  }

  /** Those that answer all their registers; a battery for example may be missing. */
  private List<String> parts(int unit, List<DeviceTemplate> named)
      throws IOException, InterruptedException {
    List<String> there = new ArrayList<>();
    for (DeviceTemplate template : named) {
      if (fits(unit, template)) {
        there.add(template.id());
      }
    }
    return there.isEmpty() ? named.stream().map(DeviceTemplate::id).toList() : there;
  }

  /** Registers that several templates may ask for. */
  private record Place(RegisterTable table, int address, int registers) {
    static Place of(Identification identification) {
      return new Place(
          identification.table(), identification.address(), identification.registers());
    }
  }

  /** Nothing when the device refuses them, or is silent when asked for what it does not have. */
  private Optional<int[]> words(int unit, Place place, Map<Place, Optional<int[]>> said)
      throws IOException, InterruptedException {
    Optional<int[]> known = said.get(place);
    if (known != null) {
      return known;
    }
    Optional<int[]> words = Optional.empty();
    try {
      connect();
      words = read(new Query.Read(unit, place.table, place.address, place.registers));
    } catch (NoAnswer e) {
      LOG.debug("Unit {} does not show {} {}: {}", unit, place.table, place.address, e.reason());
    }
    said.put(place, words);
    return words;
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
        "",
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
          && readable(template).size() >= FEWEST_POINTS
          && fits(unit, template)) {
        fitting.add(template);
      }
    }
    fitting.sort((a, b) -> Integer.compare(b.points().size(), a.points().size()));
    return fitting.stream().map(DeviceTemplate::id).toList();
  }

  /** Whether every register of a template is answered with a value that can be true. */
  private boolean fits(int unit, DeviceTemplate template) throws IOException, InterruptedException {
    List<PolledPoint> points = readable(template);
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
                .reading(image, () -> Instant.EPOCH)
                .filter(reading -> reading.quality().isGood())
                .isPresent());
  }

  private static List<PolledPoint> readable(DeviceTemplate template) {
    List<PolledPoint> points = new ArrayList<>();
    for (PointTemplate point : template.points()) {
      if (point.readable()) {
        RegisterCodec.of(point)
            .ifPresent(
                codec -> points.add(PolledPoint.of(new PointId("scan", point.name()), codec)));
      }
    }
    return points;
  }

  private Optional<int[]> holding(int unit, int address, int count) throws InterruptedException {
    return read(new Query.Read(unit, RegisterTable.HOLDING, address, count));
  }

  private Optional<int[]> read(Query.Read query) throws InterruptedException {
    ModbusConnection open = connection;
    if (open == null) {
      throw new NoAnswer(NoAnswer.Kind.NOT_SENT, "There is no connection.");
    }
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

  private void connect() throws IOException, InterruptedException {
    if (connection == null || !connection.isOpen()) {
      Wire wire = opener.open(Deadline.in(time, requestTimeout));
      connection = new ModbusConnection(wire, time, requestTimeout);
      time.sleep(pauseAfterConnect);
    }
  }

  private void drop() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}
