package org.wattward.protocols.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.Address;
import org.wattward.devices.template.DeviceTemplate;
import org.wattward.devices.template.DeviceTemplate.Protocol;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.Templates;

/**
 * Every OPC UA template against a table that was made without this program: values of nodes in,
 * quantities out, and back for writable points.
 */
class GoldenNodesTest {
  private static final Path GOLDEN = Path.of("src/test/resources/org/wattward/protocols/golden");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  static Stream<String> templates() {
    return Templates.bundled().all().stream()
        .filter(template -> template.protocol() == Protocol.OPC_UA)
        .map(DeviceTemplate::id);
  }

  @ParameterizedTest
  @MethodSource("templates")
  void theTableHolds(String id) throws IOException {
    for (String[] row : rows(id)) {
      String what = String.join("|", row);
      NodePoint point = point(id, row[1]);
      boolean read = row[0].equals("read");
      assertThat(point.node()).as(what).isEqualTo(row[read ? 2 : 4]);
      assertThat(point.template().unit().symbol()).as(what).isEqualTo(row[read ? 5 : 3]);
      if (read) {
        assertThat(reading(point, row[3])).as(what).isEqualTo(row[4]);
      } else {
        double value = Double.parseDouble(row[2]);
        double raw = Double.parseDouble(row[5]);
        assertThat(NodeValues.encode(value / point.scale(), OpcUaDataType.Double))
            .as(what)
            .contains(Variant.ofDouble(raw));
        assertThat(reading(point, row[5])).as(what).isEqualTo(row[2]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("templates")
  void theTableNamesEveryPointAndWritesEveryWritableOne(String id) throws IOException {
    List<PointTemplate> points = Templates.bundled().find(id).orElseThrow().points();
    assertThat(named(id, "read"))
        .isEqualTo(points.stream().map(PointTemplate::name).collect(Collectors.toSet()));
    assertThat(named(id, "write"))
        .isEqualTo(
            points.stream()
                .filter(PointTemplate::isWritable)
                .map(PointTemplate::name)
                .collect(Collectors.toSet()));
  }

  /** The value as the table has it; "none" when it is not believed. */
  private static String reading(NodePoint point, String raw) {
    Object value = raw.equals("true") ? true : Double.valueOf(raw);
    Reading reading =
        NodeValues.reading(point, new DataValue(Variant.of(value)), NOON, Elements.NO_STRUCTURES);
    return reading.quality().isGood()
        ? new java.math.BigDecimal(Double.toString(reading.value()))
            .stripTrailingZeros()
            .toPlainString()
        : "none";
  }

  private static NodePoint point(String id, String name) {
    DeviceTemplate template = Templates.bundled().find(id).orElseThrow();
    Device device =
        new Device("device", "", template, "link", 0, "Prefix", Optional.empty(), Map.of());
    PointTemplate point = template.point(name).orElseThrow();
    return NodePoint.of(device, point, (Address.OpcUaNode) point.address());
  }

  private static Set<String> named(String id, String way) throws IOException {
    return rows(id).stream()
        .filter(row -> row[0].equals(way))
        .map(row -> row[1])
        .collect(Collectors.toSet());
  }

  private static List<String[]> rows(String id) throws IOException {
    return Files.readAllLines(GOLDEN.resolve(id + ".csv")).stream()
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .map(line -> line.split("\\|"))
        .toList();
  }
}
