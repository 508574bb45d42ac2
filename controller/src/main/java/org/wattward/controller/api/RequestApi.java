package org.wattward.controller.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.wattward.controller.api.Views.RequestView;
import org.wattward.controller.district.District;

/** The requests that are alive. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Requests", description = "The requests that are alive")
class RequestApi {
  private final District district;
  private final PointLookup lookup;

  RequestApi(District district) {
    this.district = district;
    this.lookup = new PointLookup(district);
  }

  @GetMapping("/points/{device}/{point}/requests")
  @Operation(summary = "The live requests for a point, highest level first")
  List<RequestView> requests(@PathVariable String device, @PathVariable String point) {
    return district.requests(lookup.point(device, point).id()).stream()
        .map(request -> RequestView.of(request, "", ""))
        .toList();
  }
}
