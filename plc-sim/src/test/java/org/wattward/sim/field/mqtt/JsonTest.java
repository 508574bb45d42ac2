package org.wattward.sim.field.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void pointersBecomeNestedObjects() {
    Json json = new Json();
    json.put("/values/power", 12.5);
    json.put("/values/a~1b", 1.0);
    json.put("/time", "2026-01-01T00:00:00Z");
    json.put("/na\"me", "x\\y");
    assertThat(json)
        .hasToString(
            "{\"na\\\"me\":\"x\\\\y\",\"time\":\"2026-01-01T00:00:00Z\",\"values\":{\"a/b\":1.0,\"power\":12.5}}");
  }
}
