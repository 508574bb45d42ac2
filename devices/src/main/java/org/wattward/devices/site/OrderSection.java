package org.wattward.devices.site;

import static org.wattward.devices.yaml.Shape.fields;
import static org.wattward.devices.yaml.Shape.list;
import static org.wattward.devices.yaml.Shape.optional;
import static org.wattward.devices.yaml.Shape.required;
import static org.wattward.devices.yaml.Shape.text;
import static org.wattward.devices.yaml.Shape.whole;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wattward.devices.yaml.Fields;
import org.wattward.devices.yaml.FieldsShape;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlNode.Mapping;

/** Which programs give orders by MQTT: what it looks like, and its reader. */
record OrderSection(String siteId, Problems problems) {
  private static final int USUAL_PER_SECOND = 1_000;
  private static final int USUAL_LIVE = 10_000;

  private static final FieldsShape PROGRAM =
      fields(
          required("name", Spelling.ID, "its name in receipts and in the audit."),
          optional(
              "topic",
              SiteFormat.TOPIC,
              "What its topics begin with; wattward/<site id>/<name> if left out."),
          required(
              "level",
              whole(1, 16, "a priority level"),
              "the highest level of its orders, 1 to 16; 10 is usual."),
          optional(
              "perSecond",
              whole(1, 100_000, "a number of orders"),
              "How many orders a second on average; 1000 if left out."),
          optional(
              "live",
              whole(1, 1_000_000, "a number of orders"),
              "How many may live or wait at a time; 10000 if left out."));

  /** Where programs give orders. */
  static final FieldsShape ORDERS =
      fields(
          required("url", SiteFormat.BROKER, "tcp://host:port or ssl://host:port."),
          optional(
              "clientId",
              text(),
              "Names the session that the broker keeps; wattward-<site id>-orders if left out."),
          optional(
              "username",
              text(),
              "User; the password comes from the environment: WATTWARD_PASSWORD_ORDERS."),
          SiteFormat.MQTT_AUTHORITIES,
          SiteFormat.MQTT_CERTIFICATE,
          required("programs", list(PROGRAM, 1, 1_000), "which topic stands for which program."));

  OrdersConfig read(Mapping at) {
    new LinkReader(siteId, problems).checkPublish(at);
    LinkConfig.Mqtt broker =
        LinkReader.mqtt(
            at,
            "orders",
            at.text("clientId").orElse("wattward-" + siteId + "-orders"),
            LinkReader.USUAL);
    List<OrdersConfig.Program> programs = new ArrayList<>();
    Map<String, String> names = new HashMap<>();
    Map<String, String> topics = new HashMap<>();
    for (Mapping program : at.mappings("programs")) {
      if (PROGRAM.accepts(program)) {
        OrdersConfig.Program read = program(program);
        once(program, "name", read.name(), names);
        once(program, "topic", read.topic(), topics);
        programs.add(read);
      }
    }
    return new OrdersConfig(broker, programs);
  }

  private void once(Mapping program, String key, String value, Map<String, String> known) {
    if (known.put(value, value) != null) {
      problems.add(
          program.get(key).orElse(program),
          "The %s \"%s\" is given twice.".formatted(key, value),
          "Give each program a %s of its own.".formatted(key));
    }
  }

  private OrdersConfig.Program program(Mapping at) {
    Fields fields = new Fields(at);
    String name = fields.text("name");
    return new OrdersConfig.Program(
        name,
        fields.text("topic", "wattward/" + siteId + "/" + name),
        fields.whole("level").orElse(0),
        fields.whole("perSecond").orElse(USUAL_PER_SECOND),
        fields.whole("live").orElse(USUAL_LIVE));
  }
}
