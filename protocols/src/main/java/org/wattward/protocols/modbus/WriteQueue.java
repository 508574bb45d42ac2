package org.wattward.protocols.modbus;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.wattward.protocols.link.WriteOutcome;

/** Writes that wait for the link's thread, in order. Any thread. */
final class WriteQueue {
  private static final int MOST = 1000;

  private final Deque<WriteJob> jobs = new ArrayDeque<>();
  private boolean closed;

  /** Adds a write; false when too many wait, or the link is closed. */
  synchronized boolean offer(WriteJob job) {
    if (closed || jobs.size() >= MOST) {
      return false;
    }
    jobs.addLast(job);
    return true;
  }

  /** Takes the oldest write whose device may be asked now, if its caller still waits for it. */
  synchronized Optional<WriteJob> take(Predicate<ModbusDevice> ready) {
    var all = jobs.iterator();
    while (all.hasNext()) {
      WriteJob job = all.next();
      if (ready.test(job.device())) {
        all.remove();
        if (job.take()) {
          return Optional.of(job);
        }
      }
    }
    return Optional.empty();
  }

  /** Refuses all waiting writes of some devices. */
  void refuse(Predicate<ModbusDevice> which, Function<WriteJob, String> reason) {
    Optional<WriteJob> job = take(which);
    while (job.isPresent()) {
      job.get().finish(new WriteOutcome.Refused(reason.apply(job.get())));
      job = take(which);
    }
  }

  synchronized void close() {
    closed = true;
  }
}
