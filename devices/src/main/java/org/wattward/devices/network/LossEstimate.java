package org.wattward.devices.network;

import java.util.List;

/** What the meters of a running grid tell about its losses. */
public sealed interface LossEstimate {

  /**
   * The state that explains the meters best.
   *
   * @param state voltages, currents and losses
   * @param suspects meters that disagree with the grid beyond their class, the worst first; their
   *     values were left out
   */
  record Estimated(Converged state, List<Suspect> suspects) implements LossEstimate {
    public Estimated {
      suspects = List.copyOf(suspects);
    }
  }

  /**
   * No estimate.
   *
   * @param reason a sentence
   */
  record NotEstimated(String reason) implements LossEstimate {}

  /**
   * A meter that disagrees.
   *
   * @param value what it shows
   * @param expected what the other meters and the grid make of it, in the same unit
   * @param deviations by how many standard deviations the two differ
   * @param orOneOf other meters of which the data cannot tell whether they are the wrong ones
   */
  record Suspect(MeterValue value, double expected, double deviations, List<String> orOneOf) {
    public Suspect {
      orOneOf = List.copyOf(orOneOf);
    }

    /** A sentence for the one who has to look after the meter. */
    public String message() {
      String others =
          orOneOf.isEmpty() ? "" : " It may as well be %s.".formatted(String.join(" or ", orOneOf));
      return "Meter %s shows %.1f where %.1f is expected, beyond its class of %s %%.%s Maybe its scale, sign or wiring is wrong."
          .formatted(value.meter(), value.value(), expected, value.classPercent(), others);
    }
  }
}
