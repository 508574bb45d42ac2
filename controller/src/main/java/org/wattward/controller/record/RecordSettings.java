package org.wattward.controller.record;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the record is written and kept.
 *
 * @param directory where spool and quarantine lie
 * @param waitingRows how many rows may wait in memory before they go to disk
 * @param batchRows how many rows a batch has at most
 * @param batchWait how long a batch waits for more
 * @param spoolBytes how much disk the spool may take
 * @param segmentBytes how large one file of it becomes, at most an eighth of {@code spoolBytes}
 * @param retention how long things are kept
 */
public record RecordSettings(
    Path directory,
    int waitingRows,
    int batchRows,
    Duration batchWait,
    long spoolBytes,
    long segmentBytes,
    Retention retention) {
  public RecordSettings {
    if (batchRows < 1 || waitingRows < batchRows || segmentBytes * 8 > spoolBytes) {
      throw new IllegalArgumentException(
          "Batches of %d rows, %d rows waiting, a spool of %d bytes in files of %d do not fit together."
              .formatted(batchRows, waitingRows, spoolBytes, segmentBytes));
    }
  }

  /** The same with another retention. */
  public RecordSettings with(Retention other) {
    return new RecordSettings(
        directory, waitingRows, batchRows, batchWait, spoolBytes, segmentBytes, other);
  }

  /** What suits a district: 200 ms batches, a spool of 4 GB. */
  public static RecordSettings in(Path directory) {
    return new RecordSettings(
        directory,
        400_000,
        50_000,
        Duration.ofMillis(200),
        4L << 30,
        32L << 20,
        Retention.standard());
  }
}
