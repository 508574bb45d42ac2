package org.wattward.controller.record;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.wattward.controller.alarm.Alarm;
import org.wattward.controller.arbitration.Decision;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.quantity.Unit;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Wish;

/** Things to record. */
final class Examples {
  private Examples() {}

  /** A rule package with a text and a file that is none. */
  static PackageNote rulePackage(Instant time, String stage) {
    return new PackageNote(
        time,
        "peak-limit",
        "1.2.3",
        "00ff".repeat(16),
        stage,
        "anna",
        "The contract changed.",
        new TreeMap<>(
            Map.of(
                "package.yaml",
                "package: peak-limit".getBytes(StandardCharsets.UTF_8),
                "table.drl.xlsx",
                new byte[] {80, 75, 3, 4, 0, -1})));
  }

  /** A decision with every kind of input, wish, verdict and clip. */
  static Decision decision(PointId point, Instant time) {
    PointId power = new PointId("meter-01", "power");
    return new Decision(
        UUID.randomUUID(),
        time,
        "feeder",
        point,
        Unit.PERCENT,
        List.of(
            new Decision.Input(Reading.good(power, time.minusMillis(1500), -1234.5), Unit.W, 1.5),
            new Decision.Input(Reading.good(power, time.minusSeconds(60), 7).stale(), Unit.W, 60),
            new Decision.Input(Reading.bad(power, time, "The device says \"busy\"."), Unit.W, 0)),
        List.of(
            new Decision.Claim(
                request(point, new Wish.Set(42.125), time), Decision.Verdict.WON, "It is highest."),
            new Decision.Claim(
                request(point, new Wish.Limit(Double.NEGATIVE_INFINITY, 30), time),
                Decision.Verdict.LIMITS,
                "It binds."),
            new Decision.Claim(
                request(point, new Wish.Limit(0, Double.POSITIVE_INFINITY), time),
                Decision.Verdict.SATISFIED,
                "It holds.")),
        42.125,
        List.of(new Decision.Clip("step", 30.3, 30, "Steps of 1 %.")),
        30,
        new Decision.Write(Decision.Write.State.REQUESTED, Optional.empty(), time, ""));
  }

  private static Request request(PointId point, Wish wish, Instant time) {
    return new Request(
        "dr/" + point,
        point,
        wish,
        9,
        "The grid is at its limit – less, please.",
        new Request.Source(Request.Source.Kind.RULE, "Shed load", "demand-response 1.0.0"),
        time,
        Duration.ofMinutes(15),
        Set.of(new PointId("meter-01", "power"), new PointId("meter-02", "power")));
  }

  static Alarm alarm(String key, Instant raised) {
    return new Alarm(
        key,
        "heatpump-07",
        Alarm.Priority.MEDIUM,
        "It does not answer.",
        "Its requests are withdrawn.",
        "Look at its network.",
        raised,
        Optional.empty(),
        Optional.empty());
  }
}
