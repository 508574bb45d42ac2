package org.wattward.controller.keep;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Named JSON values that are remembered. Any thread; may wait for a disk, never throws for it. */
public interface Keep extends AutoCloseable {
  /** Remembers nothing; for tests and fast simulation. */
  Keep NONE =
      new Keep() {
        @Override
        public boolean remembers() {
          return false;
        }

        @Override
        public Optional<Instant> keptAt() {
          return Optional.empty();
        }

        @Override
        public Map<String, String> values() {
          return Map.of();
        }

        @Override
        public void putAll(Map<String, String> named) {}

        @Override
        public void removeAll(List<String> names) {}

        @Override
        public void force() {}

        @Override
        public void close() {}
      };

  /** Whether anything is remembered, so that nobody writes down what is thrown away. */
  default boolean remembers() {
    return true;
  }

  /** When something was last kept before this start; empty when nothing was. */
  Optional<Instant> keptAt();

  /** The values by name, in the order in which their names first came. */
  Map<String, String> values();

  /** Keeps many at once, each replacing the one of its name. */
  void putAll(Map<String, String> named);

  /** Forgets values. */
  void removeAll(List<String> names);

  /** Waits until all that was kept before is on the disk. Those who wait together wait once. */
  void force();

  /** Keeps a value, replacing the one of its name. */
  default void put(String name, String json) {
    putAll(Map.of(name, json));
  }

  /** Forgets a value. */
  default void remove(String name) {
    removeAll(List.of(name));
  }

  @Override
  void close();
}
