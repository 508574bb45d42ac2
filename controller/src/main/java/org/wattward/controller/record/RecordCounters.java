package org.wattward.controller.record;

import java.time.Duration;
import java.util.Optional;

/**
 * How the record is doing. Rows are readings, decisions, alarms, audit entries together.
 *
 * @param rowsOffered handed over since the start
 * @param rowsStored stored by this run, from memory or from the spool
 * @param rowsWaiting waiting in memory
 * @param rowsSpooled readings waiting on disk
 * @param spoolBytes how much disk they take
 * @param rowsDropped given up for want of room, or because the disk changed them; each is within a
 *     recorded gap
 * @param readingsRefused with a time that cannot be true or is past the retention
 * @param batchesQuarantined rejected by the database
 * @param spoolFaults writes to the spool that failed
 * @param lag since when the oldest row handed over waits; zero when none does
 * @param fault why the database takes nothing now; empty when it does
 * @param diskFault why the disk did not take what it was last given; empty when it did
 */
public record RecordCounters(
    long rowsOffered,
    long rowsStored,
    long rowsWaiting,
    long rowsSpooled,
    long spoolBytes,
    long rowsDropped,
    long readingsRefused,
    long batchesQuarantined,
    long spoolFaults,
    Duration lag,
    Optional<String> fault,
    Optional<String> diskFault) {}
