package org.wattward.devices.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wattward.devices.codec.Decoded;
import org.wattward.devices.codec.Encoded;
import org.wattward.devices.codec.RegisterCodec;
import org.wattward.devices.template.DeviceTemplate.Protocol;

/**
 * Every Modbus template against a table that was made from the device's map without this program:
 * register words in, quantities out, and back for writable points.
 */
class GoldenTableTest {
  private static final Path GOLDEN =
      Path.of("src/test/resources/org/wattward/devices/template/golden");
  private static final Templates TEMPLATES = Templates.bundled();

  static Stream<String> modbusTemplates() {
    return TEMPLATES.all().stream()
        .filter(template -> template.protocol() == Protocol.MODBUS)
        .map(DeviceTemplate::id);
  }

  @ParameterizedTest
  @MethodSource("modbusTemplates")
  void theTableHolds(String id) throws IOException {
    for (String[] row : rows(id)) {
      PointTemplate point = TEMPLATES.find(id).orElseThrow().point(row[1]).orElseThrow();
      RegisterCodec codec = RegisterCodec.of(point).orElseThrow();
      if (row[0].equals("read")) {
        read(row, point, codec);
      } else {
        write(row, point, codec);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modbusTemplates")
  void theTableNamesEveryPointAndWritesEveryWritableOne(String id) throws IOException {
    List<PointTemplate> points =
        TEMPLATES.find(id).orElseThrow().points().stream()
            .filter(point -> point.address() instanceof Address.ModbusRegister)
            .toList();
    assertThat(points(id, "read"))
        .isEqualTo(
            points.stream()
                .filter(PointTemplate::readable)
                .map(PointTemplate::name)
                .collect(Collectors.toSet()));
    assertThat(points(id, "write"))
        .isEqualTo(
            points.stream()
                .filter(PointTemplate::isWritable)
                .map(PointTemplate::name)
                .collect(Collectors.toSet()));
  }

  private static void read(String[] row, PointTemplate point, RegisterCodec codec) {
    String what = String.join(";", row);
    assertThat(where(codec.register().table(), codec.register().address()))
        .as(what)
        .isEqualTo(row[2]);
    int[] words =
        Arrays.stream(row[3].split(" ")).mapToInt(word -> Integer.parseInt(word, 16)).toArray();
    assertThat(codec.registers()).as(what).isEqualTo(words.length);
    assertThat(scaleRegister(codec)).as(what).isEqualTo(row[4].split("=")[0]);
    assertThat(point.unit().symbol()).as(what).isEqualTo(row[6]);
    Decoded decoded = codec.decode(words, 0, scaleWord(row[4]));
    if (row[5].equals("none")) {
      assertThat(decoded).as(what).isNotInstanceOf(Decoded.Value.class);
      return;
    }
    double value = Double.parseDouble(row[5]);
    assertThat(decoded)
        .as(what)
        .isInstanceOfSatisfying(
            Decoded.Value.class,
            it -> assertThat(it.value()).isCloseTo(value, within(1e-9 * Math.abs(value))));
  }

  private static void write(String[] row, PointTemplate point, RegisterCodec codec) {
    String what = String.join(";", row);
    assertThat(scaleRegister(codec)).as(what).isEqualTo(row[4].split("=")[0]);
    assertThat(point.unit().symbol()).as(what).isEqualTo(row[3]);
    Encoded encoded = codec.writes(Double.parseDouble(row[2]), scaleWord(row[4]));
    String text =
        switch (encoded) {
          case Encoded.Writes writes ->
              writes.writes().stream()
                  .map(write -> where(write.table(), write.address()) + "=" + hex(write.words()))
                  .collect(Collectors.joining(","));
          case Encoded.Refused no -> "refused";
          case Encoded.Words words -> "words alone";
        };
    assertThat(text).as(what).isEqualTo(row[5]);
  }

  private static String where(RegisterTable table, int address) {
    return table.key() + " " + address;
  }

  private static String hex(List<Integer> words) {
    return words.stream().map(word -> String.format("%04X", word)).collect(Collectors.joining(" "));
  }

  private static String scaleRegister(RegisterCodec codec) {
    return codec.register().scaleRegister().map(String::valueOf).orElse("-");
  }

  private static int scaleWord(String text) {
    return text.equals("-") ? 0 : Integer.parseInt(text.split("=")[1], 16);
  }

  private static Set<String> points(String id, String way) throws IOException {
    return rows(id).stream()
        .filter(row -> row[0].equals(way))
        .map(row -> row[1])
        .collect(Collectors.toSet());
  }

  private static List<String[]> rows(String id) throws IOException {
    return Files.readAllLines(GOLDEN.resolve(id + ".csv")).stream()
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .map(line -> line.split(";"))
        .toList();
  }
}
