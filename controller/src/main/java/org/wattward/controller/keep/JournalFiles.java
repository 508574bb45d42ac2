package org.wattward.controller.keep;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The numbered files of a journal. A line is {@code {"name":…,"value":…}}, without a value when the
 * name is forgotten; {@code {"fresh":true}} says that nothing of earlier files counts.
 */
final class JournalFiles {
  private static final Logger log = LoggerFactory.getLogger(JournalFiles.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String FRESH = "{\"fresh\":true}";

  private final Path directory;
  private final String name;
  private final Pattern pattern;
  private final JournalFile.Opener opener;
  private long last;

  JournalFiles(Path directory, String name, JournalFile.Opener opener) throws IOException {
    this.directory = directory;
    this.opener = opener;
    this.name = name;
    this.pattern = Pattern.compile(Pattern.quote(name) + "-(\\d{8,19})\\.jsonl");
    this.last = numbers().stream().max(Comparator.naturalOrder()).orElse(0L);
  }

  String name() {
    return name;
  }

  @Override
  public String toString() {
    return directory.resolve(name + "-*.jsonl").toString();
  }

  /** Adds a line to a text; an empty value forgets the name. */
  static void line(StringBuilder text, String name, String json) {
    text.append("{\"name\":").append(JSON.writeValueAsString(name));
    if (!json.isEmpty()) {
      text.append(",\"value\":").append(json);
    }
    text.append("}\n");
  }

  Optional<Instant> lastChanged() throws IOException {
    Optional<Instant> latest = Optional.empty();
    for (long number : numbers()) {
      Instant changed = Files.getLastModifiedTime(path(number)).toInstant();
      if (latest.isEmpty() || latest.get().isBefore(changed)) {
        latest = Optional.of(changed);
      }
    }
    return latest;
  }

  void readAll(Map<String, String> into) throws IOException {
    int passed = 0;
    for (long number : numbers()) {
      String text = new String(Files.readAllBytes(path(number)), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        passed += read(line, into) ? 0 : 1;
      }
    }
    if (passed > 0) {
      log.warn(
          "{} of {} could not be read, as after a crash, and is passed over.",
          passed == 1 ? "One line" : passed + " lines",
          this);
    }
  }

  private static boolean read(String line, Map<String, String> into) {
    try {
      JsonNode node = JSON.readTree(line);
      if (node.has("fresh")) {
        into.clear();
      } else if (node.has("value")) {
        into.put(node.required("name").stringValue(), JSON.writeValueAsString(node.get("value")));
      } else {
        into.remove(node.required("name").stringValue());
      }
      return true;
    } catch (JacksonException e) {
      log.debug("No line of a journal: {}", e.getMessage());
      return false;
    }
  }

  /** Opens the next file. */
  JournalFile next() throws IOException {
    JournalFile out = opener.open(path(last + 1));
    last++;
    forceDirectory();
    return out;
  }

  /** The number of the file that is written to. */
  long current() {
    return last;
  }

  /** Removes a file whose lines are of no use any more. */
  void remove(long number) throws IOException {
    Files.deleteIfExists(path(number));
  }

  /**
   * Writes all values to the last file but one, whose number it gives, and removes those before.
   */
  long gather(Map<String, String> values) throws IOException {
    long target = last - 1;
    StringBuilder text = new StringBuilder(FRESH).append('\n');
    values.forEach((key, json) -> line(text, key, json));
    Path fresh = directory.resolve(name + ".gathered");
    try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      out.getFD().sync();
    }
    Files.move(
        fresh, path(target), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceDirectory();
    for (long number : numbers()) {
      if (number < target) {
        Files.deleteIfExists(path(number));
      }
    }
    return target;
  }

  private void forceDirectory() throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private Path path(long number) {
    return directory.resolve("%s-%08d.jsonl".formatted(name, number));
  }

  private List<Long> numbers() throws IOException {
    List<Long> numbers = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Matcher matcher = pattern.matcher(file.getFileName().toString());
        if (matcher.matches()) {
          numbers.add(Long.valueOf(matcher.group(1)));
        }
      }
    }
    numbers.sort(Comparator.naturalOrder());
    return numbers;
  }
}
