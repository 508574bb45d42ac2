package org.wattward.protocols.modbus;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.point.PointId;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.WriteOutcome;
import org.wattward.protocols.link.WriteSteps;

/** One write on its way from a caller's thread to the link's and back. */
final class WriteJob {
  private final ModbusDevice device;
  private final PointId point;
  private final WriteTarget target;
  private final Semaphore done = new Semaphore(0);
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
  private volatile @Nullable WriteOutcome outcome;

  private enum Stage {
    WAITING,
    TAKEN,
    GIVEN_UP
  }

  /**
   * What is to be written.
   *
   * @param value in the point's unit
   * @param tolerance how far the value read back may differ
   * @param readable whether it can be read back
   * @param steps is told how far it came
   */
  record WriteTarget(double value, double tolerance, boolean readable, WriteSteps steps) {}

  WriteJob(ModbusDevice device, PointId point, WriteTarget target) {
    this.device = device;
    this.point = point;
    this.target = target;
  }

  ModbusDevice device() {
    return device;
  }

  PointId point() {
    return point;
  }

  WriteTarget target() {
    return target;
  }

  /** The link's thread takes it; false when its caller has given up. */
  boolean take() {
    return stage.compareAndSet(Stage.WAITING, Stage.TAKEN);
  }

  /** The link's thread tells what became of it. */
  void finish(WriteOutcome result) {
    outcome = result;
    done.release();
  }

  /** The caller waits. */
  WriteOutcome await(Time time, Duration deadline) {
    try {
      if (time.await(done, deadline)) {
        WriteOutcome result = outcome;
        if (result != null) {
          return result;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return stage.compareAndSet(Stage.WAITING, Stage.GIVEN_UP)
        ? new WriteOutcome.Refused(
            "The write to %s did not get its turn within %d ms and was not sent."
                .formatted(point, deadline.toMillis()))
        : new WriteOutcome.Unknown(
            "The write to %s was not finished within %d ms.".formatted(point, deadline.toMillis()));
  }
}
