package org.wattward.protocols.modbus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.devices.point.Reading;

/**
 * What is read in one poll of one device and poll group, and what was learnt about it: registers
 * that the device refuses are found by splitting, said once, and left out from then on.
 *
 * <p>The link's thread only.
 */
final class PollPlan {
  private static final Logger LOG = LoggerFactory.getLogger(PollPlan.class);

  private final String device;
  private final int unit;
  private final List<PolledPoint> points;
  private final BlockPlanner planner;
  private final Set<Span> spans = new TreeSet<>();
  private final Set<Span> said = new TreeSet<>();
  private Obstacles obstacles = Obstacles.NONE;
  private List<Block> blocks;

  /** Asks the device; may throw what the connection throws. */
  @FunctionalInterface
  interface Asker {
    Reply ask(Query.Read query) throws InterruptedException;
  }

  /**
   * A plan.
   *
   * @param device the device's id, for messages
   * @param unit its unit id
   */
  PollPlan(String device, int unit, List<PolledPoint> points, BlockPlanner planner) {
    this.device = device;
    this.unit = unit;
    this.points = List.copyOf(points);
    this.planner = planner;
    points.forEach(point -> spans.addAll(point.spans()));
    blocks = planner.plan(spans, obstacles);
  }

  List<PolledPoint> points() {
    return points;
  }

  List<Block> blocks() {
    return blocks;
  }

  /** Forgets which registers the device refused, so that the next poll tries them again. */
  void forgetObstacles() {
    replan(Obstacles.NONE);
  }

  /**
   * Polls.
   *
   * @param asker asks the device
   * @param image takes what came, also when a {@link NoAnswer} ends the poll early: then the spans
   *     of the failing request carry its reason if its answer was wrong
   * @param now the time of receipt
   */
  void poll(Asker asker, RegisterImage image, Supplier<Instant> now) throws InterruptedException {
    for (Span missing : obstacles.missing()) {
      image.fail(missing, missingReason(missing));
    }
    Obstacles before = obstacles;
    Pass pass = new Pass(asker, image, now);
    try {
      for (Block block : blocks) {
        pass.read(block);
      }
    } finally {
      if (!obstacles.equals(before)) {
        replan(obstacles);
      }
    }
  }

  /** The readings of all points that the poll reached. */
  List<Reading> readings(RegisterImage image, Supplier<Instant> now) {
    List<Reading> readings = new ArrayList<>(points.size());
    for (PolledPoint point : points) {
      Optional<Reading> reading = point.reading(image, now);
      reading.ifPresent(readings::add);
    }
    return readings;
  }

  private void replan(Obstacles changed) {
    obstacles = changed;
    blocks = planner.plan(spans, obstacles);
  }

  private String missingReason(Span span) {
    return "%s does not know %s. Maybe its template is for another model or firmware."
        .formatted(device, span.title());
  }

  /** One poll under way. */
  private final class Pass {
    private final Asker asker;
    private final RegisterImage image;
    private final Supplier<Instant> now;

    Pass(Asker asker, RegisterImage image, Supplier<Instant> now) {
      this.asker = asker;
      this.image = image;
      this.now = now;
    }

    /** Reads a block; returns whether every span of it could be read. */
    boolean read(Block block) throws InterruptedException {
      Reply reply = ask(block);
      return switch (reply) {
        case Reply.Words words -> {
          image.hold(block, words.words(), now.get());
          yield true;
        }
        case Reply.Refused refused when refused.isAboutAddresses() -> readInParts(block);
        case Reply.Refused refused -> {
          image.fail(block, "%s answered %s.".formatted(device, refused.title()));
          yield false;
        }
      };
    }

    private Reply ask(Block block) throws InterruptedException {
      try {
        return asker.ask(block.query(unit));
      } catch (NoAnswer e) {
        if (e.kind() == NoAnswer.Kind.WRONG_ANSWER) {
          image.fail(block, e.reason());
        }
        throw e;
      }
    }

    private boolean readInParts(Block block) throws InterruptedException {
      if (block.spans().size() == 1) {
        missing(block.spans().getFirst());
        return false;
      }
      int cut = splitAt(block.spans());
      List<Span> right = block.spans().subList(cut, block.spans().size());
      boolean leftWhole = read(Block.of(block.spans().subList(0, cut)));
      boolean rightWhole = read(Block.of(right));
      if (leftWhole && rightWhole) {
        obstacles = obstacles.withCutBefore(right.getFirst());
      }
      return leftWhole && rightWhole;
    }

    private void missing(Span span) {
      obstacles = obstacles.withMissing(span);
      image.fail(span, missingReason(span));
      if (said.add(span)) {
        LOG.warn("{} All other points are read on.", missingReason(span));
      }
    }
  }

  /** Index of the span behind the widest gap; without a gap the middle. */
  private static int splitAt(List<Span> spans) {
    int widest = 0;
    int at = spans.size() / 2;
    int end = spans.getFirst().end();
    for (int i = 1; i < spans.size(); i++) {
      int gap = spans.get(i).address() - end;
      if (gap > widest) {
        widest = gap;
        at = i;
      }
      end = Math.max(end, spans.get(i).end());
    }
    return at;
  }
}
