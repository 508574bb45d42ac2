package org.wattward.controller.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.controller.keep.Journal;
import org.wattward.rules.decide.Decider.Condition;
import org.wattward.rules.decide.Snapshot.HeldCondition;

class ConditionKeeperTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Condition DARK = new Condition("dark", "street");
  private static final Condition QUIET = new Condition("quiet", "street");

  @TempDir private Path directory;

  private Journal journal() {
    return Journal.in(directory, "conditions");
  }

  @Test
  void aConditionGoesOnAfterARestartWithoutTheTimeInBetween() {
    try (Journal journal = journal()) {
      ConditionKeeper keeper = new ConditionKeeper("lights", journal, 5 * SECOND);
      keeper.stated(Set.of(DARK), 5 * SECOND);
      keeper.stated(Set.of(DARK, QUIET), 45 * SECOND);
      // A crash now: what was not kept since is lost.
      keeper.stated(Set.of(DARK, QUIET), 55 * SECOND);
    }
    try (Journal journal = journal()) {
      // The monotonic clock of another process begins anywhere.
      ConditionKeeper keeper = new ConditionKeeper("lights", journal, -7 * SECOND);
      assertThat(keeper.held(-7 * SECOND))
          .containsExactly(
              new HeldCondition("dark", "street", 40), new HeldCondition("quiet", "street", 0));
      assertThat(keeper.stated(Set.of(DARK), -7 * SECOND))
          .containsExactly(new ConditionChange(QUIET, false));
      assertThat(keeper.held(3 * SECOND)).containsExactly(new HeldCondition("dark", "street", 50));
    }
    try (Journal journal = journal()) {
      assertThat(new ConditionKeeper("lights", journal, 0).held(0))
          .containsExactly(new HeldCondition("dark", "street", 40));
    }
  }

  @Test
  void eachZoneTakesUpItsOwn() {
    try (Journal journal = journal()) {
      new ConditionKeeper("one", journal, 0).stated(Set.of(DARK), 0);
      new ConditionKeeper("two", journal, 0).stated(Set.of(QUIET), 0);
      assertThat(new ConditionKeeper("one", journal, SECOND).held(SECOND))
          .containsExactly(new HeldCondition("dark", "street", 0));
      assertThat(new ConditionKeeper("two", journal, 0).held(0))
          .containsExactly(new HeldCondition("quiet", "street", 0));
    }
  }

  @Test
  void whatCannotBeReadBeginsAnew() throws Exception {
    try (Journal journal = journal()) {
      journal.put("one/dark/street", "{\"heldFor\":\"long\"}");
      assertThat(new ConditionKeeper("one", journal, 0).held(0)).isEmpty();
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).isNotEmpty();
    }
  }
}
