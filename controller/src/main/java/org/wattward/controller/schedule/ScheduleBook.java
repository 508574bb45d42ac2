package org.wattward.controller.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.controller.keep.Keep;
import org.wattward.devices.WattwardException;
import org.wattward.devices.site.ScheduleConfig;
import org.wattward.devices.site.ScheduleText;
import org.wattward.devices.site.Site;

/**
 * The schedules of a site: those of its file, and those that people added while it ran, which are
 * kept on disk. The file has the last word: what stands there is changed there alone, and a kept
 * schedule of the same name is put aside. So is one that does not fit the site any more, until it
 * fits again or is removed. Any thread.
 */
final class ScheduleBook implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ScheduleBook.class);

  private final Site site;
  private final Keep keep;
  private final Holidays holidays;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Timetable> ofFile = new LinkedHashMap<>();
  private final Map<String, Timetable> added = new LinkedHashMap<>();
  private final Map<String, String> aside = new LinkedHashMap<>();

  /**
   * Opens the book.
   *
   * @throws InvalidSchedule when one of the file cannot be followed
   */
  ScheduleBook(Site site, Keep keep) {
    this.site = site;
    this.keep = keep;
    this.holidays = new Holidays(site.holidays());
    for (ScheduleConfig config : site.schedules()) {
      ofFile.put(config.id(), timetable(config));
    }
    keep.values().forEach(this::restore);
  }

  private void restore(String id, String text) {
    try {
      if (ofFile.containsKey(id)) {
        throw new WattwardException("The site file has a schedule of that name now.");
      }
      added.put(id, timetable(ScheduleText.read("kept schedule " + id, text, site)));
    } catch (WattwardException e) {
      log.warn("The added schedule \"{}\" is put aside. {}", id, e.getMessage());
      aside.put(id, String.valueOf(e.getMessage()));
    }
  }

  private Timetable timetable(ScheduleConfig config) {
    return new Timetable(config, site, holidays);
  }

  /** All that can be followed, those of the file first. */
  List<Timetable> timetables() {
    return locked(() -> {
      List<Timetable> all = new ArrayList<>(ofFile.values());
      all.addAll(added.values());
      return all;
    });
  }

  /** Whether a schedule stands in the site file. */
  boolean isOfFile(String id) {
    return ofFile.containsKey(id);
  }

  /** The added schedules that are put aside, and why. */
  Map<String, String> aside() {
    return locked(() -> new LinkedHashMap<>(aside));
  }

  /** Adds a schedule; why not, a sentence, if there is one of its name already. */
  Optional<String> add(ScheduleConfig config) {
    Timetable timetable = timetable(config);
    String id = config.id();
    return locked(() -> {
      if (ofFile.containsKey(id) || added.containsKey(id) || aside.containsKey(id)) {
        return Optional.of(
            "There is a schedule \"%s\" already. Change that one, or take another name."
                .formatted(id));
      }
      put(timetable);
      return Optional.empty();
    });
  }

  /** Puts a schedule in the place of the added one of its name; why not, a sentence. */
  Optional<String> change(ScheduleConfig config) {
    Timetable timetable = timetable(config);
    return locked(() -> {
      Optional<String> refusal = fixed(config.id());
      if (refusal.isEmpty()) {
        put(timetable);
      }
      return refusal;
    });
  }

  /** Removes an added schedule; why not, a sentence. */
  Optional<String> remove(String id) {
    return locked(() -> {
      if (aside.remove(id) != null) {
        keep.remove(id);
        keep.force();
        return Optional.empty();
      }
      Optional<String> refusal = fixed(id);
      if (refusal.isEmpty()) {
        added.remove(id);
        keep.remove(id);
        keep.force();
      }
      return refusal;
    });
  }

  private void put(Timetable timetable) {
    ScheduleConfig config = timetable.config();
    added.put(config.id(), timetable);
    aside.remove(config.id());
    keep.put(config.id(), ScheduleJson.of(config, site).toString());
    keep.force();
  }

  private Optional<String> fixed(String id) {
    if (ofFile.containsKey(id)) {
      return Optional.of(
          "The schedule \"%s\" stands in the site file. Change it there and start again."
              .formatted(id));
    }
    return added.containsKey(id) || aside.containsKey(id)
        ? Optional.empty()
        : Optional.of("There is no schedule \"%s\".".formatted(id));
  }

  @Override
  public void close() {
    keep.close();
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
