package org.wattward.controller.district;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.controller.district.District.Change;

/** Those who are told of every change. Any thread. */
final class Watchers {
  private static final Logger log = LoggerFactory.getLogger(Watchers.class);

  private final List<Consumer<Change>> watchers = new CopyOnWriteArrayList<>();

  AutoCloseable add(Consumer<Change> watcher) {
    watchers.add(watcher);
    return () -> watchers.remove(watcher);
  }

  /** A watcher that has a fault is not told any more, since control must go on. */
  void tell(Change change) {
    for (Consumer<Change> watcher : watchers) {
      try {
        watcher.accept(change);
      } catch (RuntimeException e) {
        log.error("A watcher had a fault and is not told of changes any more.", e);
        drop(watcher);
      }
    }
  }

  private void drop(Consumer<Change> watcher) {
    watchers.remove(watcher);
  }
}
