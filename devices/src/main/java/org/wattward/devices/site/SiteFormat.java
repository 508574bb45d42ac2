package org.wattward.devices.site;

import static org.wattward.devices.yaml.Shape.anyQuantity;
import static org.wattward.devices.yaml.Shape.choice;
import static org.wattward.devices.yaml.Shape.fields;
import static org.wattward.devices.yaml.Shape.flag;
import static org.wattward.devices.yaml.Shape.list;
import static org.wattward.devices.yaml.Shape.map;
import static org.wattward.devices.yaml.Shape.optional;
import static org.wattward.devices.yaml.Shape.positive;
import static org.wattward.devices.yaml.Shape.quantity;
import static org.wattward.devices.yaml.Shape.required;
import static org.wattward.devices.yaml.Shape.text;
import static org.wattward.devices.yaml.Shape.variants;
import static org.wattward.devices.yaml.Shape.whole;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.site.LinkConfig.ModbusTcp.Carrier;
import org.wattward.devices.template.TemplateFormat;
import org.wattward.devices.yaml.FieldsShape;
import org.wattward.devices.yaml.Shape;

/** What a site file looks like: for the reader and for the JSON Schema alike. */
public final class SiteFormat {
  private static final Shape TIME = positive(Unit.SECOND);

  private static final Shape PERIODS =
      fields(
          optional("fast", TIME, "Period of fast points; 1 s if left out."),
          optional("normal", TIME, "Period of normal points; 5 s if left out."),
          optional("slow", TIME, "Period of slow points; 60 s if left out."));

  private static final Shape INTERVALS =
      fields(
          optional("fast", TIME, "Of fast points."),
          optional("normal", TIME, "Of normal points."),
          optional("slow", TIME, "Of slow points."));

  /** Who logs in to an OPC UA server. */
  static final List<String> AUTHENTICATIONS = List.of("anonymous", "username", "certificate");

  private static final FieldsShape MODBUS_TCP =
      fields(
          required("id", Spelling.ID, "the link's name, unique in the site."),
          required("host", text(), "name or address of the device or gateway."),
          required("port", whole(1, 65535, "a port"), "TCP or UDP port, usually 502."),
          optional(
              "carrier",
              choice(Arrays.stream(Carrier.values()).map(Carrier::key).toList()),
              "How requests travel; tcp if left out."),
          optional("requestTimeout", TIME, "How long a request may take in all; 1 s if left out."),
          optional("periods", PERIODS, "How often points are read."));

  private static final FieldsShape MODBUS_SERIAL =
      fields(
          required("id", Spelling.ID, "the link's name, unique in the site."),
          required("port", text(), "the system's name of the serial port: /dev/ttyUSB0."),
          required("baudRate", whole(300, 4_000_000, "a rate"), "bits per second."),
          optional("parity", choice(List.of("none", "even", "odd")), "even if left out."),
          optional("stopBits", whole(1, 2, "a number of stop bits"), "1 if left out."),
          optional("requestTimeout", TIME, "How long a request may take in all; 1 s if left out."),
          optional("periods", PERIODS, "How often points are read."));

  private static final FieldsShape OPC_UA =
      fields(
          required("id", Spelling.ID, "the link's name, unique in the site."),
          required(
              "endpoint",
              text(
                  "opc\\.tcp://[^/:\\s]+(:\\d+)?(/\\S*)?",
                  "an OPC UA address",
                  "Write opc.tcp://host:port/path."),
              "opc.tcp://host:port/path."),
          required(
              "security",
              choice(
                  List.of(
                      "None", "Basic256Sha256", "Aes128_Sha256_RsaOaep", "Aes256_Sha256_RsaPss")),
              "a security policy, or None."),
          optional(
              "mode",
              choice(Spelling.words(LinkConfig.OpcUa.Security.Mode.values())),
              "What is done to messages; sign-and-encrypt if left out."),
          optional(
              "authentication",
              choice(AUTHENTICATIONS),
              "Who logs in; username if there is one, else anonymous. With certificate the key is"
                  + " in opcua/users/<link id>.p12 of the key folder."),
          optional("username", text(), "User; the password comes from the environment."),
          optional(
              "reading",
              choice(Spelling.words(LinkConfig.OpcUa.Reading.How.values())),
              "Whether the server is subscribed to or asked; subscribe if left out."),
          optional("periods", PERIODS, "How often points are given."),
          optional(
              "sampling",
              INTERVALS,
              "How often the server looks at its variables; the periods if left out."),
          optional(
              "publishing",
              INTERVALS,
              "How often the server tells what changed; half of the periods if left out."));

  /** A broker. */
  static final Shape BROKER =
      text(
          "(tcp|ssl)://[^/:\\s]+(:\\d+)?",
          "a broker's address",
          "Write tcp://host:port or ssl://host:port.");

  /** What topics begin with. */
  static final Shape TOPIC =
      text("[^+#\\s]+[^+#\\s/]", "a topic", "Write words parted by /, without + and #.");

  private static final Shape FILE_NAME =
      text(
          "[A-Za-z0-9][A-Za-z0-9._-]*",
          "a file's name",
          "Write the name of a file in the folder mqtt of the key folder.");
  private static final Shape.Field MQTT_VERSION =
      optional(
          "version",
          choice(Arrays.stream(LinkConfig.Mqtt.Version.values()).map(v -> v.key()).toList()),
          "Of the protocol; v3.1.1 if left out.");

  /** Whom to trust. */
  static final Shape.Field MQTT_AUTHORITIES =
      optional(
          "authorities",
          FILE_NAME,
          "With ssl: a PEM file in the folder mqtt of the key folder, whose certificates alone are"
              + " trusted; those of the Java runtime if left out.");

  /** Who we are. */
  static final Shape.Field MQTT_CERTIFICATE =
      optional(
          "certificate",
          FILE_NAME,
          "With ssl: a PKCS#12 file in the folder mqtt of the key folder, shown to the broker; its"
              + " password is the link's.");

  private static final FieldsShape MQTT =
      fields(
          required("id", Spelling.ID, "the link's name, unique in the site."),
          required("url", BROKER, "tcp://host:port or ssl://host:port."),
          optional("clientId", text(), "Shown to the broker; wattward-<site id> if left out."),
          optional("username", text(), "User; the password comes from the environment."),
          MQTT_VERSION,
          MQTT_AUTHORITIES,
          MQTT_CERTIFICATE,
          optional("periods", PERIODS, "For messages without a time of their own."));

  /** Where it is told what happens. */
  static final FieldsShape PUBLISH =
      fields(
          required("url", BROKER, "tcp://host:port or ssl://host:port."),
          optional("topic", TOPIC, "What every topic begins with; wattward/<site id> if left out."),
          optional("every", TIME, "How often a point's changed value is told; 5 s if left out."),
          optional("clientId", text(), "Its own; wattward-<site id>-publish if left out."),
          optional(
              "username",
              text(),
              "User; the password comes from the environment: WATTWARD_PASSWORD_PUBLISH."),
          MQTT_VERSION,
          MQTT_AUTHORITIES,
          MQTT_CERTIFICATE);

  /** A link. */
  static final Shape LINK = variants("type", links());

  /** A device. */
  static final Shape DEVICE =
      fields(
          required("id", Spelling.ID, "the device's name, unique in the site."),
          optional("title", text(), "What people call it; the id if left out."),
          required("template", Spelling.ID, "its type, a template's id."),
          required("link", Spelling.ID, "the link that carries it."),
          optional("unit", whole(0, 255, "a Modbus unit"), "Modbus unit id; 1 if left out."),
          optional("prefix", text(), "OPC UA, MQTT: what ${device} stands for; or the id."),
          optional("bus", Spelling.ID, "The bus of the network it is connected to."),
          optional(
              "properties",
              map("[a-z][A-Za-z0-9]{0,62}", "a property's name", anyQuantity()),
              "Numbers about this very device, for example ratedPower: 8 kW."),
          optional("points", TemplateFormat.OVERRIDES, "What differs from its template."));

  /** How many devices of a zone may change at a time. */
  static final Shape CHANGES =
      fields(
          required("point", text(), "the name of a writable point of several devices."),
          required(
              "share",
              quantity(Unit.PERCENT, 0.1, 100),
              "which part of them may change; at least one."),
          required("in", TIME, "within which time."));

  /** A zone. */
  static final Shape ZONE =
      fields(
          required("id", Spelling.ID, "the zone's name, unique in the site."),
          optional("title", text(), "What people call it; the id if left out."),
          required("kind", choice(zoneKinds()), "what holds its devices together."),
          required(
              "devices",
              list(
                  text(
                      "[a-z0-9*][a-z0-9*-]*",
                      "a device's id",
                      "Use ids; * stands for any text in them."),
                  1,
                  Integer.MAX_VALUE),
              "ids of devices; * stands for any text."),
          optional("packages", list(Spelling.ID), "The rule packages that decide here."),
          optional("tick", TIME, "How often it decides when nothing changes; 1 s if left out."),
          optional("changes", list(CHANGES), "How many devices may change at a time."));

  /** A bus. */
  static final Shape BUS =
      fields(
          required("id", Spelling.ID, "the bus's name."),
          required("nominalVoltage", positive(Unit.VOLT), "line-to-line voltage."),
          optional(
              "slackVoltage",
              quantity(Unit.ONE, 0.5, 1.5),
              "Voltage held by the upstream grid, per unit, at the feeding bus."));

  /** A line. */
  static final Shape LINE =
      fields(
          required("id", Spelling.ID, "the line's name."),
          required("from", Spelling.ID, "a bus."),
          required("to", Spelling.ID, "another bus."),
          required("length", positive(Unit.KILOMETRE), "its length."),
          required("resistance", positive(Unit.OHM_PER_KM), "series resistance."),
          required(
              "reactance",
              quantity(Unit.OHM_PER_KM, 0, Double.POSITIVE_INFINITY),
              "series reactance."),
          optional(
              "susceptance",
              quantity(Unit.MICROSIEMENS_PER_KM, 0, Double.POSITIVE_INFINITY),
              "Shunt susceptance; 0 uS/km if left out."),
          required("maxCurrent", positive(Unit.AMPERE), "rated current."),
          optional("closed", flag(), "Whether its switch is closed; true if left out."));

  /** A transformer. */
  static final Shape TRANSFORMER =
      fields(
          required("id", Spelling.ID, "the transformer's name."),
          required("high", Spelling.ID, "the bus of the higher voltage."),
          required("low", Spelling.ID, "the bus of the lower voltage."),
          required("ratedPower", positive(Unit.VA), "rated apparent power."),
          required("shortCircuitVoltage", quantity(Unit.PERCENT, 0, 100), "impedance voltage."),
          required(
              "copperLoss",
              quantity(Unit.W, 0, Double.POSITIVE_INFINITY),
              "load loss at rated current."),
          required("ironLoss", quantity(Unit.W, 0, Double.POSITIVE_INFINITY), "no-load loss."),
          required("noLoadCurrent", quantity(Unit.PERCENT, 0, 100), "no-load current."),
          optional("tapPosition", whole(-32, 32, "a tap"), "0 is neutral, and if left out."),
          optional("tapStep", quantity(Unit.PERCENT, 0, 20), "Voltage per tap; 0 % if left out."));

  /** Nobody puts a rule package in force alone. */
  static final String FOUR_EYES = "four-eyes";

  /** The site's own keys. */
  static final FieldsShape SITE =
      fields(
          required("id", Spelling.ID, "the site's name."),
          optional("title", text(), "What people call it; the id if left out."),
          required("timeZone", text(), "for example Europe/Berlin."),
          required("latitude", quantity(Unit.DEGREE, -90, 90), "north positive, in deg."),
          required("longitude", quantity(Unit.DEGREE, -180, 180), "east positive, in deg."),
          optional("holidays", ScheduleFormat.HOLIDAYS, "Whose public holidays it keeps."),
          optional(
              "overrideReminder",
              TIME,
              "How long before its end a manual override is reminded of; 10 min if left out."),
          optional(
              "ruleActivation",
              choice(List.of("engineer", FOUR_EYES)),
              "Who puts a rule package in force: any engineer, or with four-eyes another one than"
                  + " who loaded it; engineer if left out."));

  /** A whole site file. */
  public static final FieldsShape FILE =
      fields(
          required("site", SITE, "what and where it is."),
          optional("templates", text(), "A folder of own templates, relative to this file."),
          required("links", list(LINK), "its connections."),
          required("devices", list(DEVICE), "its devices."),
          optional("zones", list(ZONE), "Sets of devices that one decision sees together."),
          optional(
              "network",
              fields(
                  required("buses", list(BUS), "where lines meet and devices connect."),
                  optional("lines", list(LINE), "What connects two buses."),
                  optional("transformers", list(TRANSFORMER), "What connects two voltages.")),
              "The electric network."),
          optional("schedules", list(ScheduleFormat.SCHEDULE), "Civil schedules."),
          optional("publish", PUBLISH, "An MQTT broker that is told values and decisions."),
          optional("orders", OrderSection.ORDERS, "Programs that give orders by MQTT."),
          optional(
              "parameters",
              map(
                  Spelling.ID_PATTERN,
                  "a package's name",
                  map("[a-z][A-Za-z0-9]{0,62}", "a parameter's name", anyQuantity())),
              "Values of rule parameters that differ from their package's default."));

  private SiteFormat() {}

  private static Map<String, FieldsShape> links() {
    Map<String, FieldsShape> links = new LinkedHashMap<>();
    links.put("modbus-tcp", MODBUS_TCP);
    links.put("modbus-serial", MODBUS_SERIAL);
    links.put("opc-ua", OPC_UA);
    links.put("mqtt", MQTT);
    return links;
  }

  private static List<String> zoneKinds() {
    return Spelling.words(Zone.Kind.values());
  }
}
