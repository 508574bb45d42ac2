package org.wattward.devices.site;

import java.util.List;

/**
 * Where programs give orders by MQTT.
 *
 * @param broker the broker; it says who may publish to whose topic
 * @param programs which topic stands for which program
 */
public record OrdersConfig(LinkConfig.Mqtt broker, List<Program> programs) {
  public OrdersConfig {
    programs = List.copyOf(programs);
  }

  /**
   * A program as the broker knows it by its topic.
   *
   * @param name its name in receipts and in the audit; the same as a token's is the same program
   * @param topic what its topics begin with: {@code …/request} and {@code …/receipt}
   * @param level the highest priority level of its orders, 1 to 16
   * @param perSecond orders a second on average, above 0
   * @param live orders that live or wait at a time, above 0
   */
  public record Program(String name, String topic, int level, int perSecond, int live) {
    /** Where its orders come. */
    public String requestTopic() {
      return topic + "/request";
    }

    /** Where it is told what became of them. */
    public String receiptTopic() {
      return topic + "/receipt";
    }
  }
}
