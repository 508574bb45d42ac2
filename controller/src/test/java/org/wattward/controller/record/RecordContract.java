package org.wattward.controller.record;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the record promises, whatever database it is kept in; all of it on one start of that. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RecordContract {
  private final ContractStore contract = new ContractStore();
  private Cleaning cleaning = () -> {};

  /** The database to run against. */
  abstract DatabaseAddress address(Path directory) throws Exception;

  @BeforeAll
  final void startStore(@TempDir Path directory) throws Exception {
    contract.start(address(directory), directory);
  }

  @AfterAll
  final void stopStore() throws Exception {
    contract.stop();
    cleaning.run();
  }

  /** What is to be done when the store is closed. */
  final void afterwards(Cleaning toDo) {
    cleaning = toDo;
  }

  /** Done at the end. */
  interface Cleaning {
    void run() throws Exception;
  }

  @BeforeEach
  final void resetTime() {
    contract.time().set(ContractStore.NOW);
  }

  @Nested
  class Storing extends StoringContract {
    Storing() {
      super(contract);
    }
  }

  @Nested
  class RollingUp extends RollUpContract {
    RollingUp() {
      super(contract);
    }
  }

  @Nested
  class Counting extends CounterContract {
    Counting() {
      super(contract);
    }
  }

  @Nested
  class Keeping extends KeepingContract {
    Keeping() {
      super(contract);
    }
  }
}
