package org.wattward.rules.engine;

import java.util.Comparator;
import org.wattward.rules.conclusions.Conclusion;
import org.wattward.rules.conclusions.Condition;
import org.wattward.rules.conclusions.LimitPoint;
import org.wattward.rules.conclusions.Notice;
import org.wattward.rules.conclusions.SetPoint;

/**
 * An order of conclusions that depends on nothing but them, so that a decision can be repeated.
 * Only equal ones are alike. It makes no text of them, which would take longer than to decide.
 */
final class ConclusionOrder implements Comparator<Conclusion> {
  private static final Comparator<SetPoint> SETS =
      Comparator.comparing(SetPoint::device)
          .thenComparing(SetPoint::point)
          .thenComparingDouble(SetPoint::value)
          .thenComparingDouble(SetPoint::seconds)
          .thenComparing(SetPoint::reason);
  private static final Comparator<LimitPoint> LIMITS =
      Comparator.comparing(LimitPoint::device)
          .thenComparing(LimitPoint::point)
          .thenComparingDouble(LimitPoint::min)
          .thenComparingDouble(LimitPoint::max)
          .thenComparingDouble(LimitPoint::seconds)
          .thenComparing(LimitPoint::reason);
  private static final Comparator<Condition> CONDITIONS =
      Comparator.comparing(Condition::name).thenComparing(Condition::subject);
  private static final Comparator<Notice> NOTICES =
      Comparator.comparing(Notice::subject).thenComparing(Notice::text);

  @Override
  public int compare(Conclusion one, Conclusion other) {
    return switch (one) {
      case SetPoint set when other instanceof SetPoint same -> SETS.compare(set, same);
      case LimitPoint limit when other instanceof LimitPoint same -> LIMITS.compare(limit, same);
      case Condition state when other instanceof Condition same -> CONDITIONS.compare(state, same);
      case Notice notice when other instanceof Notice same -> NOTICES.compare(notice, same);
      case SetPoint _, LimitPoint _, Condition _, Notice _ -> rank(one) - rank(other);
    };
  }

  private static int rank(Conclusion conclusion) {
    return switch (conclusion) {
      case Condition _ -> 0;
      case LimitPoint _ -> 1;
      case Notice _ -> 2;
      case SetPoint _ -> 3;
    };
  }
}
