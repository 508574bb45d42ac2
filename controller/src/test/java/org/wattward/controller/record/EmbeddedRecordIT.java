package org.wattward.controller.record;

import java.nio.file.Path;

/** The contract on the PostgreSQL that the controller brings. */
class EmbeddedRecordIT extends RecordContract {
  @Override
  DatabaseAddress address(Path directory) {
    return new DatabaseAddress.Embedded(directory.resolve("postgres"));
  }
}
