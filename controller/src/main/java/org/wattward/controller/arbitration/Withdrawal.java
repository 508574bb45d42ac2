package org.wattward.controller.arbitration;

import java.util.Optional;
import org.wattward.controller.arbitration.Decision.Input;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Quality;

/** Why a request is not heeded any more. */
final class Withdrawal {
  private Withdrawal() {}

  /** A sentence, or empty while the request lives and every reading it rests on is good. */
  static Optional<String> of(Taken taken, Question question) {
    if (!taken.ended().isEmpty()) {
      return Optional.of(taken.ended());
    }
    if (!taken.livesAt(question.nowNanos())) {
      return Optional.of(
          "It expired after %s.".formatted(Words.span(taken.request().validFor().toNanos())));
    }
    return taken.request().basis().stream()
        .sorted()
        .map(point -> doubt(point, question))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> doubt(PointId point, Question question) {
    Input input = question.readings().get(point);
    if (input == null) {
      return Optional.of("It rests on %s, which was never read.".formatted(point));
    }
    String age = Words.span((long) (input.ageS() * 1e9));
    return switch (input.reading().quality()) {
      case Quality.Known.GOOD -> Optional.empty();
      case Quality.Known.STALE ->
          Optional.of(
              "It rests on %s, which is stale: %s, read %s ago."
                  .formatted(point, Words.value(input.reading().value(), input.unit()), age));
      case Quality.Bad(String reason) ->
          Optional.of("It rests on %s, which is bad: %s".formatted(point, reason));
    };
  }
}
