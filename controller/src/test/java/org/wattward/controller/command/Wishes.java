package org.wattward.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.wattward.devices.point.PointId;
import org.wattward.devices.time.Time;

/**
 * Overrides and orders that are given to controllers that are killed, and what they may not forget.
 */
final class Wishes {
  private static final Duration SLACK = Duration.ofMillis(500);

  private final Time time;
  private final Random random;
  private final Map<String, Sent> sent = new HashMap<>();
  private final Map<String, Taken> taken = new HashMap<>();
  private int keys;
  private int remembered;

  /** A wish that was sent. */
  private record Sent(long millis, long lifeMillis) {}

  /** A wish that a controller said it would not forget. */
  private record Taken(long sentMillis, long killedMillis, long lifeMillis) {}

  Wishes(Time time, Random random) {
    this.time = time;
    this.random = random;
  }

  /**
   * The line that asks for a value, as an override or as an order, for two seconds to half a
   * minute.
   */
  String next(PointId point, double value) {
    int lifeS = 2 + random.nextInt(30);
    String key = "k" + keys++;
    sent.put(key, new Sent(time.now().toEpochMilli(), lifeS * 1000L));
    return "%s %s %s %s %d%n"
        .formatted(random.nextBoolean() ? "override" : "order", key, point, value, lifeS);
  }

  /** Reads what a controller said until it was killed. */
  void check(int kill, Path output, long killedMillis) throws IOException {
    Set<String> live = new HashSet<>();
    List<String> fresh = new ArrayList<>();
    long liveFrom = 0;
    OptionalLong liveAt = OptionalLong.empty();
    for (String line : Files.readAllLines(output)) {
      String[] words = line.split(" ");
      if (line.endsWith(" .")) { // else it was cut by the kill
        switch (words[0]) {
          case "live" -> live.add(words[1]);
          case "live-from" -> liveFrom = Long.parseLong(words[1]);
          case "live-at" -> liveAt = OptionalLong.of(Long.parseLong(words[1]));
          case "taken" -> fresh.add(words[1]);
          case "refused" -> throw new AssertionError("Kill " + kill + ": " + line);
          default -> {}
        }
      }
    }
    if (liveAt.isPresent()) {
      checkLife(kill, live, liveFrom, liveAt.getAsLong());
    }
    for (String key : fresh) {
      Sent order = Objects.requireNonNull(sent.get(key));
      taken.put(key, new Taken(order.millis, killedMillis, order.lifeMillis));
    }
  }

  /** What was said to live, from one moment to another, while it was listed. */
  private void checkLife(int kill, Set<String> live, long fromMillis, long atMillis) {
    taken.forEach((key, wish) -> {
      if (wish.sentMillis + wish.lifeMillis > atMillis + SLACK.toMillis()) {
        assertThat(live).as("wishes that run %d knows", kill).contains(key);
        remembered++;
      } else if (wish.killedMillis + wish.lifeMillis + SLACK.toMillis() < fromMillis) {
        assertThat(live).as("wishes that run %d knows", kill).doesNotContain(key);
      }
    });
  }

  /** How many controllers said they would not forget. */
  int taken() {
    return taken.size();
  }

  /** How often one was remembered after a restart. */
  int remembered() {
    return remembered;
  }
}
