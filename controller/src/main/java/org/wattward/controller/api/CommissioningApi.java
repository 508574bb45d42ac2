package org.wattward.controller.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.wattward.controller.api.ApiErrors.Refusal;
import org.wattward.controller.commission.Commissioning;
import org.wattward.controller.commission.WatchdogFinding;
import org.wattward.controller.district.District;
import org.wattward.controller.security.Caller;
import org.wattward.devices.site.Device;

/** Trials of devices at commissioning. */
@RestController
@RequestMapping("/api/v1/commissioning")
@Tag(name = "Commissioning", description = "Trials of devices; engineers alone may begin them")
class CommissioningApi {
  private final District district;
  private final PointLookup lookup;

  CommissioningApi(District district) {
    this.district = district;
    this.lookup = new PointLookup(district);
  }

  /**
   * A trial; {@code findings} tells of every point.
   *
   * @param over whether it has come to its end
   * @param right whether every point did as its template says
   */
  record TrialView(
      String device,
      String by,
      Instant began,
      boolean over,
      boolean right,
      List<FindingView> findings) {
    static TrialView of(Commissioning.Report report) {
      return new TrialView(
          report.device(),
          report.by(),
          report.began(),
          report.isOver(),
          report.isRight(),
          report.findings().stream().map(FindingView::of).toList());
    }
  }

  /** What a trial found of a point; times are since the last write. */
  record FindingView(
      String point,
      String unit,
      String verdict,
      String sentence,
      double held,
      double safe,
      double declaredS,
      double graceS,
      @Nullable Double afterS,
      @Nullable Double seen) {
    static FindingView of(WatchdogFinding finding) {
      return new FindingView(
          finding.point().toString(),
          finding.unit().symbol(),
          finding.verdict().name(),
          finding.sentence(),
          finding.held(),
          finding.safe(),
          finding.declared().toMillis() / 1e3,
          finding.grace().toMillis() / 1e3,
          orNull(finding.afterS()),
          orNull(finding.seen()));
    }

    private static @Nullable Double orNull(OptionalDouble value) {
      return value.isPresent() ? value.getAsDouble() : null;
    }
  }

  @PostMapping("/watchdog/{device}")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Stops writing to a device on purpose and watches it return to its safe values",
      description =
          "Takes as long as the device's template says its watchdog takes; GET tells how it goes."
              + " The device holds a value that is not its safe one until then, by a request of the"
              + " caller. Whoever asks for something on a higher level gets it and ends the trial.")
  TrialView begin(@PathVariable String device, Authentication who) {
    Device known = lookup.device(device);
    district
        .tryWatchdog(known, Caller.of(who).asker())
        .ifPresent(why -> {
          throw Refusal.invalid(why);
        });
    return report(device);
  }

  @GetMapping("/watchdog/{device}")
  @Operation(summary = "The last trial of a device's watchdog")
  TrialView report(@PathVariable String device) {
    Device known = lookup.device(device);
    return district
        .watchdogTrial(known)
        .map(TrialView::of)
        .orElseThrow(() ->
            Refusal.notFound(
                "The watchdog of %s was not tried since the controller started."
                    .formatted(device)));
  }
}
