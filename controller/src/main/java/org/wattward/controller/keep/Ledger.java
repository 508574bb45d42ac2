package org.wattward.controller.keep;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a journal's lines come to, and in which file the latest of each name stands. One thread. */
final class Ledger {
  private static final int LEAST_LINES_TO_SPARE = 20_000;
  private static final int MOST_LINES_A_VALUE = 4;

  private final Map<String, Kept> values = new LinkedHashMap<>();
  private final NavigableMap<Long, Use> files = new TreeMap<>();
  private int lines;

  private record Kept(String json, long file) {}

  private static final class Use {
    private final Set<String> names = new LinkedHashSet<>();
    private int lines;
  }

  /** The values by name, in the order in which their names first came. */
  Map<String, String> values() {
    Map<String, String> current = LinkedHashMap.newLinkedHashMap(values.size());
    values.forEach((name, kept) -> current.put(name, kept.json));
    return current;
  }

  /** A line was added to a file: a value of a name. */
  void put(String name, String json, long file) {
    leave(values.put(name, new Kept(json, file)), name);
    use(file).names.add(name);
  }

  /** A line was added to a file: a name is forgotten. */
  void remove(String name, long file) {
    leave(values.remove(name), name);
    use(file);
  }

  private void leave(@Nullable Kept before, String name) {
    if (before != null) {
      Use use = files.get(before.file);
      if (use != null) {
        use.names.remove(name);
      }
    }
  }

  private Use use(long file) {
    Use use = files.computeIfAbsent(file, _ -> new Use());
    use.lines++;
    lines++;
    return use;
  }

  /** How many lines a file has. */
  int lines(long file) {
    Use use = files.get(file);
    return use == null ? 0 : use.lines;
  }

  /**
   * The oldest file, when most lines of all files are out of date.
   *
   * @param current is written to, so it is never it
   */
  OptionalLong toSpare(long current) {
    boolean many = lines > LEAST_LINES_TO_SPARE && lines > MOST_LINES_A_VALUE * values.size();
    return many && files.firstKey() != current
        ? OptionalLong.of(files.firstKey())
        : OptionalLong.empty();
  }

  /** Some of the values whose latest line stands in a file. */
  Map<String, String> some(long file, int most) {
    Use use = files.get(file);
    List<String> names = use == null ? List.of() : use.names.stream().limit(most).toList();
    Map<String, String> some = new LinkedHashMap<>();
    for (String name : names) {
      Kept kept = values.get(name);
      if (kept != null) {
        some.put(name, kept.json);
      }
    }
    return some;
  }

  /** All values stand in one file now, and nothing in any other. */
  void moved(long file) {
    Map<String, String> current = values();
    files.clear();
    lines = 0;
    current.forEach((name, json) -> put(name, json, file));
  }

  /** A file's lines are of no use any more. */
  void gone(long file) {
    Use use = files.remove(file);
    lines -= use == null ? 0 : use.lines;
  }
}
