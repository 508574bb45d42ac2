package org.wattward.controller.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.wattward.controller.api.Views.CountersView;
import org.wattward.controller.api.Views.DeviceView;
import org.wattward.controller.api.Views.LinkView;
import org.wattward.controller.api.Views.PointView;
import org.wattward.controller.api.Views.SiteView;
import org.wattward.controller.district.District;

/** The district as it is now. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "District", description = "The district as it is now")
class DistrictApi {
  private final District district;
  private final PointLookup lookup;

  DistrictApi(District district) {
    this.district = district;
    this.lookup = new PointLookup(district);
  }

  @GetMapping("/sites")
  @Operation(summary = "The sites of this controller: one")
  List<SiteView> sites() {
    return List.of(SiteView.of(district.site()));
  }

  @GetMapping("/devices")
  @Operation(summary = "All devices with their state")
  List<DeviceView> devices() {
    return district.site().devices().stream()
        .map(device -> DeviceView.of(district, device, false))
        .toList();
  }

  @GetMapping("/devices/{device}")
  @Operation(summary = "One device with its points and their live values")
  DeviceView device(@PathVariable String device) {
    return DeviceView.of(district, lookup.device(device), true);
  }

  @GetMapping("/points")
  @Operation(summary = "All points with their live values")
  List<PointView> points() {
    return district.site().devices().stream()
        .flatMap(
            device -> device.points().stream().map(point -> PointView.of(district, device, point)))
        .toList();
  }

  @GetMapping("/points/{device}/{point}")
  @Operation(summary = "One point with its live value")
  PointView point(@PathVariable String device, @PathVariable String point) {
    PointLookup.Found found = lookup.point(device, point);
    return PointView.of(district, found.device(), found.point());
  }

  @GetMapping("/links")
  @Operation(summary = "The connections to the field, with what each did since the start")
  List<LinkView> links() {
    return district.links().stream().map(LinkView::of).toList();
  }

  @GetMapping("/counters")
  @Operation(summary = "What was polled, decided and written since the start")
  CountersView counters() {
    District.Counters counters = district.counters();
    Map<String, Number> figures = new LinkedHashMap<>();
    figures.put("polls", counters.polls());
    figures.put("latePolls", counters.latePolls());
    figures.put("readings", counters.readings());
    figures.put("pointsPerSecond", counters.pointsPerSecond());
    figures.put("ticks", counters.ticks());
    figures.put("missedTicks", counters.missedTicks());
    figures.put("decisions", counters.decisions());
    figures.put("writesSent", counters.writesSent());
    figures.put("writesVerified", counters.writesVerified());
    figures.put("writesFailed", counters.writesFailed());
    figures.put("uptimeS", counters.uptime().toSeconds());
    return new CountersView(figures);
  }
}
