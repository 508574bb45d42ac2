package org.wattward.controller.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.wattward.controller.district.District;
import org.wattward.controller.why.Explanation;
import org.wattward.devices.time.Time;

/** The district as it changes. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "District")
class StreamApi {
  private final LiveStream stream;

  StreamApi(District district, Explanation explanation, Time time) {
    this.stream = new LiveStream(district, explanation, time);
  }

  @GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Operation(summary = "Readings, decisions, alarms and device states as server-sent events")
  SseEmitter stream(@RequestParam(defaultValue = "") Set<String> points) {
    return stream.open(points);
  }
}
