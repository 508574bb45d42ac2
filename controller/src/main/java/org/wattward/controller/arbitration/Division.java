package org.wattward.controller.arbitration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.wattward.controller.arbitration.GroupRequest.Sharing;
import org.wattward.devices.point.PointId;

/**
 * Divides a shared limit. Pure. No share is below a member's least nor above its size; the shares
 * never come to more than the total, unless the leasts alone do.
 */
final class Division {
  /** Halves of an interval; beyond this a double has no more digits. */
  private static final int HALVINGS = 200;

  private Division() {}

  /**
   * A member that takes part.
   *
   * @param point which point
   * @param least what it cannot go below
   * @param size the most it can use, at least {@code least}
   * @param need what it uses now or would use
   */
  record Member(PointId point, double least, double size, double need) {
    Member {
      size = Math.max(least, size);
      need = Math.max(least, Math.min(size, need));
    }
  }

  /** The share of each member, in their order. */
  static Map<PointId, Double> divide(double total, List<Member> members, Sharing sharing) {
    return switch (sharing) {
      case EQUALLY -> fill(total, members, (member, level) -> cap(member, level, member.size()));
      case BY_SIZE ->
          fill(
              total, members, (member, level) -> cap(member, level * member.size(), member.size()));
      case BY_NEED -> byNeed(total, members);
    };
  }

  private static Map<PointId, Double> byNeed(double total, List<Member> members) {
    boolean enough = sum(members, Member::need) <= total;
    return enough
        ? fill(
            total,
            members,
            (member, level) -> cap(member, member.need() + level * member.size(), member.size()))
        : fill(total, members, (member, level) -> cap(member, level, member.need()));
  }

  /** A member's share at a level of filling; grows with the level. */
  private interface Share {
    double at(Member member, double level);
  }

  private static double cap(Member member, double value, double most) {
    return Math.max(member.least(), Math.min(most, value));
  }

  /** Fills all members to the highest common level whose shares do not exceed the total. */
  private static Map<PointId, Double> fill(double total, List<Member> members, Share share) {
    double low = 0;
    double high = 1 + members.stream().mapToDouble(Member::size).map(Math::abs).max().orElse(0);
    if (sum(members, member -> share.at(member, high)) <= total) {
      low = high;
    }
    double top = high;
    for (int i = 0; i < HALVINGS && low < top; i++) {
      double middle = low + (top - low) / 2;
      if (sum(members, member -> share.at(member, middle)) <= total) {
        low = middle;
      } else {
        top = middle;
      }
    }
    Map<PointId, Double> shares = new LinkedHashMap<>();
    for (Member member : members) {
      shares.put(member.point(), share.at(member, low));
    }
    return shares;
  }

  private static double sum(List<Member> members, ToDoubleFunction<Member> of) {
    return members.stream().mapToDouble(of).sum();
  }
}
