package org.wattward.controller.district;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.wattward.controller.arbitration.Decision;

/** The latest decisions, in memory, each as far as its write came. Any thread. */
final class LatestDecisions {
  private static final int MOST = 1000;

  private final Map<UUID, Decision> decisions =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Decision> eldest) {
          return size() > MOST;
        }
      };

  synchronized void add(Decision decision) {
    decisions.put(decision.id(), decision);
  }

  /** Newest first. */
  synchronized List<Decision> list(int most) {
    List<Decision> all = new ArrayList<>(decisions.values());
    return List.copyOf(all.reversed().subList(0, Math.min(Math.max(most, 0), all.size())));
  }
}
