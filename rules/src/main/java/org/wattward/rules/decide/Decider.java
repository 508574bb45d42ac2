package org.wattward.rules.decide;

import java.util.List;
import java.util.Set;
import org.wattward.rules.request.Request;

/** Decides: a pure function from a snapshot to requests. Safe on any thread. */
@FunctionalInterface
public interface Decider {
  /**
   * Decides once.
   *
   * @param snapshot all that may be known
   * @return what is asked for; the same for the same snapshot
   * @throws org.wattward.devices.WattwardException when the rules did not come to an end
   */
  Outcome decide(Snapshot snapshot);

  /**
   * What came out.
   *
   * @param requests the wishes, in a fixed order
   * @param conditions the named conditions that hold now
   * @param notices what a person should know: a failed lamp, a meter that disagrees
   * @param firings how many rule activations fired
   */
  record Outcome(
      List<Request> requests, Set<Condition> conditions, List<Notice> notices, int firings) {
    public Outcome {
      requests = List.copyOf(requests);
      conditions = Set.copyOf(conditions);
      notices = List.copyOf(notices);
    }
  }

  /**
   * A named condition that a rule states.
   *
   * @param name its name
   * @param subject what it is about
   */
  record Condition(String name, String subject) {}

  /**
   * Something a person should know.
   *
   * @param subject the device or zone concerned
   * @param text a sentence
   * @param rule the rule's sentence
   */
  record Notice(String subject, String text, String rule) {}
}
