package org.wattward.protocols.link;

import java.util.Optional;
import org.wattward.devices.point.PointId;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.Writing;

/** What may not leave a link at all, whoever asks for it. Pure. */
public final class WriteRange {
  private WriteRange() {}

  /**
   * Why a value may not be sent to a point, if so: the point cannot be written, or the value is
   * none, or outside of what the template allows.
   *
   * @param link the link's id
   * @param template the point, if the link carries it and can write it
   */
  public static Optional<WriteOutcome> refusal(
      String link, PointId point, Optional<PointTemplate> template, double value) {
    Optional<Writing> writing = template.flatMap(PointTemplate::writing);
    if (writing.isEmpty()) {
      return Optional.of(
          new WriteOutcome.Refused(
              "%s is no writable point of link \"%s\".".formatted(point, link)));
    }
    double min = writing.get().min();
    double max = writing.get().max();
    if (value >= min && value <= max) {
      return Optional.empty();
    }
    String unit = template.get().unit().toString();
    return Optional.of(
        new WriteOutcome.Refused(
            "%s %s for %s lies outside of %s to %s %s."
                .formatted(value, unit, point, min, max, unit)));
  }
}
