package org.wattward.controller.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.wattward.controller.record.Recorder;
import org.wattward.controller.record.TrialNote;
import org.wattward.rules.packages.Shadowed;
import tools.jackson.databind.json.JsonMapper;

/** What packages on trial decided. Told on the zones' threads, asked on any. */
final class Trials implements Shadowed.Watcher {
  private static final Duration BETWEEN_NOTES = Duration.ofSeconds(1);

  private final Recorder recorder;
  private final Map<Key, Trial> trials = new ConcurrentHashMap<>();

  Trials(Recorder recorder) {
    this.recorder = recorder;
  }

  private record Key(String zone, String name) {}

  /** What is recorded of a decision on trial. */
  private record Detail(List<String> differences, int wouldBe, Optional<String> fault) {}

  @Override
  public void decided(Shadowed shadowed) {
    Key key = new Key(shadowed.snapshot().zone().id(), shadowed.trial().name());
    trials.compute(key, (_, before) -> next(before, shadowed));
  }

  /** Recorded is the first decision, and each that differs in another way, one in a second. */
  private Trial next(@Nullable Trial known, Shadowed shadowed) {
    String hash = shadowed.trial().hash();
    Trial before = known != null && known.hash().equals(hash) ? known : null;
    List<String> differences = shadowed.differences();
    boolean differs = !differences.isEmpty() || shadowed.fault().isPresent();
    boolean isNew =
        before == null
            || !before.differences().equals(differences)
            || !before.fault().equals(shadowed.fault());
    Instant now = shadowed.snapshot().time();
    boolean due = before == null || !now.isBefore(before.recorded().plus(BETWEEN_NOTES));
    if (isNew && due) {
      recorder.trial(note(shadowed, differences));
    }
    return new Trial(
        shadowed.snapshot().zone().id(),
        shadowed.trial().name(),
        hash,
        before == null ? now : before.since(),
        (before == null ? 0 : before.decisions()) + 1,
        (before == null ? 0 : before.differing()) + (differs ? 1 : 0),
        shadowed.wouldBe().size(),
        differences,
        shadowed.fault(),
        before == null || (isNew && due) ? now : before.recorded());
  }

  private static TrialNote note(Shadowed shadowed, List<String> differences) {
    return new TrialNote(
        shadowed.snapshot().time(),
        shadowed.snapshot().zone().id(),
        shadowed.trial().name(),
        shadowed.trial().hash(),
        JsonMapper.shared()
            .writeValueAsString(
                new Detail(differences, shadowed.wouldBe().size(), shadowed.fault())));
  }

  /** How a package's trial goes, by zone. */
  List<Trial> of(String name) {
    return trials.values().stream()
        .filter(trial -> trial.name().equals(name))
        .sorted(Comparator.comparing(Trial::zone))
        .toList();
  }

  void end(String name) {
    trials.keySet().removeIf(key -> key.name.equals(name));
  }
}
