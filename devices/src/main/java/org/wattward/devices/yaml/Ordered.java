package org.wattward.devices.yaml;

import java.util.LinkedHashMap;
import java.util.Map;

/** Maps that keep their order, so that a schema is written the same every time. */
final class Ordered {
  private Ordered() {}

  static Map<String, Object> map(String key, Object value, String key2, Object value2) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(key, value);
    map.put(key2, value2);
    return map;
  }
}
