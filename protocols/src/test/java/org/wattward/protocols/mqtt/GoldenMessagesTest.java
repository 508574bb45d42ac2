package org.wattward.protocols.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.Address;
import org.wattward.devices.template.DeviceTemplate;
import org.wattward.devices.template.DeviceTemplate.Protocol;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.Templates;
import org.wattward.protocols.link.PointReadings;

/**
 * Every MQTT template against a table that was made without this program: messages in, quantities
 * and times out.
 */
class GoldenMessagesTest {
  private static final Path GOLDEN = Path.of("src/test/resources/org/wattward/protocols/golden");

  static Stream<String> templates() {
    return Templates.bundled().all().stream()
        .filter(template -> template.protocol() == Protocol.MQTT)
        .map(DeviceTemplate::id);
  }

  @ParameterizedTest
  @MethodSource("templates")
  void theTableHolds(String id) throws IOException {
    for (String[] row : rows(id)) {
      String what = String.join("|", row);
      TopicPoint point = point(id, row[1]);
      assertThat(point.filter()).as(what).isEqualTo(row[2]);
      assertThat(point.template().unit().symbol()).as(what).isEqualTo(row[5]);
      Payload payload = new Payload(row[3].getBytes(StandardCharsets.UTF_8));
      assertThat(value(point, payload)).as(what).isEqualTo(row[4]);
      assertThat(point.timePointer().flatMap(payload::time).map(Instant::toString).orElse("none"))
          .as(what)
          .isEqualTo(row[6]);
    }
  }

  @ParameterizedTest
  @MethodSource("templates")
  void theTableNamesEveryPoint(String id) throws IOException {
    List<PointTemplate> points = Templates.bundled().find(id).orElseThrow().points();
    assertThat(rows(id).stream().map(row -> row[1]).collect(Collectors.toSet()))
        .isEqualTo(points.stream().map(PointTemplate::name).collect(Collectors.toSet()));
    assertThat(points)
        .as("a table for writing is still to be made")
        .noneMatch(PointTemplate::isWritable);
  }

  private static String value(TopicPoint point, Payload payload) {
    if (!(payload.value(point.jsonPointer()) instanceof Payload.Found.Value(double number))) {
      return "none";
    }
    Reading reading =
        PointReadings.of(point.id(), point.template(), Instant.EPOCH, number * point.scale());
    return reading.quality().isGood()
        ? new java.math.BigDecimal(Double.toString(reading.value()))
            .stripTrailingZeros()
            .toPlainString()
        : "none";
  }

  private static TopicPoint point(String id, String name) {
    DeviceTemplate template = Templates.bundled().find(id).orElseThrow();
    Device device =
        new Device("device", "", template, "link", 0, "Prefix", Optional.empty(), Map.of());
    PointTemplate point = template.point(name).orElseThrow();
    return TopicPoint.of(device, point, (Address.MqttTopic) point.address());
  }

  private static List<String[]> rows(String id) throws IOException {
    return Files.readAllLines(GOLDEN.resolve(id + ".csv")).stream()
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .map(line -> line.split("\\|"))
        .toList();
  }
}
