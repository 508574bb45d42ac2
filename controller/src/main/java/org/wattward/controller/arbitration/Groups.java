package org.wattward.controller.arbitration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.controller.arbitration.Division.Member;
import org.wattward.controller.keep.Keep;
import org.wattward.controller.loop.Loop;
import org.wattward.controller.loop.Loops;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Site;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.time.Time;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Wish;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Limits that points share. Once a second each is divided anew, so that what a member does not use,
 * or cannot be told to leave, is made up for by the others: a member whose device is away or that
 * refused its setpoint counts with what it draws, or with its size if nobody knows.
 *
 * <p>One virtual thread divides; requests may come from any thread.
 */
public final class Groups implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Groups.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PERIOD = Duration.ofSeconds(1);

  /** The device property that says how big its machine is. */
  private static final String SIZE_PROPERTY = "ratedPowerW";

  private static final String POWER = "power";

  private final Time time;
  private final Control control;
  private final Field field;
  private final Keep keep;
  private final Loop loop;
  private final Map<PointId, Device> devices = new HashMap<>();
  private final Map<PointId, PointTemplate> points = new HashMap<>();
  private final ConcurrentMap<String, Live> groups = new ConcurrentHashMap<>();

  /** A group request with its end on the monotonic clock. */
  private record Live(GroupRequest request, long deadlineNanos) {}

  /** How each group was last divided. */
  private final ConcurrentMap<String, Map<PointId, Double>> divided = new ConcurrentHashMap<>();

  /**
   * A shared limit as it is divided now.
   *
   * @param request what was asked
   * @param shares the share of each member, in the limit's unit; empty until it was divided first
   */
  public record Shared(GroupRequest request, Map<PointId, Double> shares) {
    public Shared {
      shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
    }
  }

  /**
   * Takes up what was kept; it does not run yet.
   *
   * @param keep remembers the requests across restarts; closed by who made it
   */
  public Groups(Site site, Time time, Loops loops, Control control, Field field, Keep keep) {
    this.keep = keep;
    this.time = time;
    this.control = control;
    this.field = field;
    this.loop = loops.loop("groups", this::turn);
    for (Device device : site.devices()) {
      for (PointTemplate point : device.points()) {
        if (device.template().isControlled(point)) {
          devices.put(device.pointId(point), device);
          points.put(device.pointId(point), point);
        }
      }
    }
    keep.values().forEach(this::restore);
  }

  private void restore(String id, String json) {
    try {
      take(JSON.readValue(json, GroupRequest.class))
          .ifPresent(why -> {
            keep.remove(id);
            log.info("The shared limit {} is not taken up again. {}", id, why);
          });
    } catch (JacksonException e) {
      keep.remove(id);
      log.warn("The shared limit {} cannot be read and is forgotten: {}", id, e.getMessage());
    }
  }

  /** Starts the thread. */
  public void start() {
    loop.start();
  }

  @Override
  public void close() {
    loop.close();
  }

  /**
   * Takes a request, or replaces the one of its id.
   *
   * @return why not, a sentence; empty when it was taken
   */
  public Optional<String> take(GroupRequest request) {
    for (PointId member : request.members()) {
      if (!points.containsKey(member)) {
        return Optional.of("%s is no writable point of this site.".formatted(member));
      }
    }
    Set<Unit> units = Set.copyOf(request.members().stream().map(this::unit).toList());
    if (units.size() > 1) {
      return Optional.of("The members of %s have different units.".formatted(request.id()));
    }
    Duration age = Duration.between(request.issued(), time.now());
    Duration left = age.isNegative() ? request.validFor() : request.validFor().minus(age);
    if (!left.isPositive()) {
      return Optional.of("%s has expired already.".formatted(request.id()));
    }
    keep.put(request.id(), JSON.writeValueAsString(request));
    keep.force();
    groups.put(request.id(), new Live(request, time.nanos() + left.toNanos()));
    loop.wake();
    return Optional.empty();
  }

  /** Takes a request back; whether there was one. */
  public boolean withdraw(String id) {
    boolean was = groups.remove(id) != null;
    if (was) {
      forget(id, "The shared limit was taken back.");
    }
    return was;
  }

  private void forget(String id, String why) {
    keep.remove(id);
    divided.remove(id);
    control.book().replace(owner(id), "", List.of(), why);
  }

  /** The shared limits that live, by id, and how they are divided. */
  public List<Shared> list() {
    long nowNanos = time.nanos();
    return groups.values().stream()
        .filter(live -> live.deadlineNanos() - nowNanos > 0)
        .map(Live::request)
        .sorted(Comparator.comparing(GroupRequest::id))
        .map(request -> new Shared(request, divided.getOrDefault(request.id(), Map.of())))
        .toList();
  }

  private Duration turn(long nowNanos) {
    for (Map.Entry<String, Live> entry : groups.entrySet()) {
      Live live = entry.getValue();
      if (live.deadlineNanos() - nowNanos > 0) {
        control
            .book()
            .replace(owner(entry.getKey()), "", requests(live, nowNanos), "No longer a member.");
      } else if (groups.remove(entry.getKey(), live)) {
        forget(entry.getKey(), "The shared limit expired.");
      }
    }
    return groups.isEmpty() ? Loop.IDLE : PERIOD;
  }

  private static String owner(String id) {
    return "group/" + id;
  }

  private List<Request> requests(Live live, long nowNanos) {
    GroupRequest group = live.request();
    Duration left = Duration.ofNanos(live.deadlineNanos() - nowNanos);
    List<Request> requests = new ArrayList<>();
    Map<PointId, Double> shares = shares(group);
    divided.put(group.id(), shares);
    shares.forEach((member, share) ->
        requests.add(
            new Request(
                group.id() + "/" + member,
                member,
                new Wish.Limit(Double.NEGATIVE_INFINITY, share),
                group.level(),
                "%s Its share of %s is %s."
                    .formatted(
                        group.reason(),
                        Words.value(group.total(), unit(member)),
                        Words.value(share, unit(member))),
                group.source(),
                time.now(),
                left,
                Set.of())));
    return requests;
  }

  /** Those that do not obey get their least, should they come back, and the others what is left. */
  private Map<PointId, Double> shares(GroupRequest group) {
    List<Member> obeying = new ArrayList<>();
    Map<PointId, Double> shares = new LinkedHashMap<>();
    double left = group.total();
    for (PointId point : group.members()) {
      Member member = member(point);
      if (obeys(point)) {
        obeying.add(member);
      } else {
        left -= draw(point).orElse(member.size());
        shares.put(point, member.least());
      }
    }
    // Rounded down to a thousandth, so that the noise of a meter is not taken for a new wish.
    Division.divide(left, obeying, group.sharing())
        .forEach((point, share) -> shares.put(point, Math.floor(share * 1000) / 1000));
    return shares;
  }

  private boolean obeys(PointId point) {
    return field.isSettled(point.device()) && control.isControllable(point);
  }

  private Member member(PointId point) {
    PointTemplate template = template(point);
    double least = template.writing().orElseThrow().min();
    double most = template.writing().orElseThrow().max();
    Device device = devices.get(point);
    double size =
        device == null || unit(point) != Unit.W
            ? most
            : Math.min(most, device.properties().getOrDefault(SIZE_PROPERTY, most));
    return new Member(point, least, size, draw(point).orElse(size));
  }

  /** What the member's device draws now, where the shared limit is one of power. */
  private OptionalDouble draw(PointId point) {
    if (unit(point) != Unit.W) {
      return OptionalDouble.empty();
    }
    return field
        .reading(new PointId(point.device(), POWER))
        .map(Reading::good)
        .orElse(OptionalDouble.empty());
  }

  private Unit unit(PointId point) {
    return template(point).unit();
  }

  private PointTemplate template(PointId point) {
    PointTemplate template = points.get(point);
    if (template == null) {
      throw new IllegalArgumentException(point + " is no writable point of this site.");
    }
    return template;
  }
}
