package org.wattward.controller.why;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of the tree that says why a point has its setpoint.
 *
 * @param kind what it stands for
 * @param title a few words: who, what, how much
 * @param detail the reason, a sentence; may be empty
 * @param level the priority level of a request or of those below; absent elsewhere
 * @param tag a verdict or state in one word; may be empty
 * @param time when it came to this, where that is known
 * @param children what it consists of or rests on, in the order in which it was applied
 */
public record WhyNode(
    Kind kind,
    String title,
    String detail,
    @Nullable Integer level,
    String tag,
    @Nullable Instant time,
    List<WhyNode> children) {
  public WhyNode {
    children = List.copyOf(children);
  }

  /** What a node stands for. */
  public enum Kind {
    /** The whole: the setpoint. */
    SETPOINT,
    /** The request that won. */
    WINNER,
    /** Nobody set the point: its relinquish default. */
    DEFAULT,
    /** Those that lost, by level. */
    LOSERS,
    /** Those of one level. */
    LEVEL,
    /** One request. */
    REQUEST,
    /** Those that are not heeded any more. */
    WITHDRAWN,
    /** The limits, in the order in which they were applied. */
    LIMITS,
    /** A limit that changed the value, or leaves it as it is. */
    LIMIT,
    /** What the equipment can bear, in the order in which it was applied. */
    EQUIPMENT,
    /** One rule of the equipment. */
    CLIP,
    /** A limit that several points share, and how it is divided. */
    SHARE,
    /** A member of a shared limit. */
    MEMBER,
    /** A reading that a request rests on. */
    READING,
    /** What became of the write. */
    WRITE,
    /** A state that the write came to. */
    STEP,
    /** What is measured once the setpoint has its effect. */
    EFFECT
  }

  static WhyNode of(Kind kind, String title, String detail, List<WhyNode> children) {
    return new WhyNode(kind, title, detail, null, "", null, children);
  }

  static WhyNode at(Kind kind, String title, String tag, @Nullable Instant time) {
    return new WhyNode(kind, title, "", null, tag, time, List.of());
  }
}
