package org.wattward.devices.template;

import static org.wattward.devices.yaml.Shape.anyQuantity;
import static org.wattward.devices.yaml.Shape.choice;
import static org.wattward.devices.yaml.Shape.fields;
import static org.wattward.devices.yaml.Shape.flag;
import static org.wattward.devices.yaml.Shape.list;
import static org.wattward.devices.yaml.Shape.map;
import static org.wattward.devices.yaml.Shape.optional;
import static org.wattward.devices.yaml.Shape.quantity;
import static org.wattward.devices.yaml.Shape.required;
import static org.wattward.devices.yaml.Shape.text;
import static org.wattward.devices.yaml.Shape.whole;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.template.DeviceTemplate.Protocol;
import org.wattward.devices.template.PointTemplate.Form;
import org.wattward.devices.template.PointTemplate.PollGroup;
import org.wattward.devices.template.RegisterEncoding.RegisterType;
import org.wattward.devices.yaml.FieldsShape;
import org.wattward.devices.yaml.Shape;

/** What a template file looks like: for the reader and for the JSON Schema alike. */
public final class TemplateFormat {
  private static final int MAX_ADDRESS = 0xFFFF;
  private static final int MAX_QUEUE = 1000;
  private static final int MAX_BROWSE_NAMES = 50;
  private static final String CODE = "-?\\d{1,18}|0[xX][0-9a-fA-F]{1,16}";

  /** A point's name. */
  static final String POINT_NAME = "[a-z][A-Za-z0-9]{0,62}";

  private static final Shape ID =
      text(
          "[a-z0-9][a-z0-9-]{0,62}",
          "an id",
          "Use lower-case letters, digits and hyphens, at most 63.");

  private static final Shape ADDRESS = whole(0, MAX_ADDRESS, "a Modbus address");
  private static final Shape NOT_NEGATIVE_TIME = quantity(Unit.SECOND, 0, Double.POSITIVE_INFINITY);

  private static final Shape COMPANION =
      fields(
          required("address", ADDRESS, "the PDU address of a holding register."),
          required("value", whole(0, 0xFFFF, "a word"), "the word to write."),
          required("when", choice(List.of("before", "after")), "before or after the point."),
          optional(
              "follow",
              whole(-1, 1, "a factor"),
              "How many times the point's raw number is added to the value; 0 if left out."));

  private static final FieldsShape REGISTER =
      fields(
          optional("input", ADDRESS, "PDU address of an input register (function 4)."),
          optional("holding", ADDRESS, "PDU address of a holding register (function 3)."),
          optional("coil", ADDRESS, "PDU address of a coil (function 1)."),
          optional("discreteInput", ADDRESS, "PDU address of a discrete input (function 2)."),
          optional("type", choice(types()), "The number's type; needed for registers."),
          optional(
              "words",
              choice(List.of("high-first", "low-first")),
              "Order of the words of 32 and 64 bit numbers; the template's if left out."),
          optional("scale", quantity(Unit.ONE), "What the raw number is multiplied with; or 1."),
          optional("offset", anyQuantity(), "What is added after scaling; or 0."),
          optional("scaleRegister", ADDRESS, "PDU address of a power-of-ten exponent (SunSpec)."),
          optional(
              "notANumber",
              list(whole(Long.MIN_VALUE, Long.MAX_VALUE, "a code")),
              "Raw codes for \"no value\" beside the type's own."),
          optional(
              "codes",
              map(CODE, "a raw number", quantity(Unit.COUNT)),
              "For states: what each raw number means."),
          optional("onWrite", list(COMPANION), "Registers written together with the point."));

  private static final FieldsShape MESSAGE =
      fields(
          required("topic", text(), "the topic; ${device} stands for the device's prefix."),
          optional("pointer", text("(/.*)?", "a JSON pointer", "Begin with /."), "RFC 6901."),
          optional("time", text("/.*", "a JSON pointer", "Begin with /."), "Where the time is."),
          optional("command", text(), "Topic to which values of a writable point go."));

  private static final FieldsShape EFFECT =
      fields(
          required("point", text(), "the power of the device that follows the setpoint."),
          required("is", choice(words(Effect.Relation.values())), "how it follows."),
          optional("percentOf", text(), "For setpoints in %: the point that is the whole."),
          optional("tolerance", anyQuantity(), "How far it may be off; 0 W if left out."),
          optional("within", NOT_NEGATIVE_TIME, "How long it may take; 1 min if left out."));

  private static final FieldsShape WRITE =
      fields(
          optional("range", list(anyQuantity(), 2, 2), "Least and greatest value written."),
          optional(
              "step", anyQuantity(), "Values are rounded down to multiples; none if left out."),
          optional("safe", anyQuantity(), "The value when nothing better is known."),
          optional("relinquishDefault", anyQuantity(), "The value when nobody asks for anything."),
          optional(
              "refresh", NOT_NEGATIVE_TIME, "How often it is written again; never if left out."),
          optional("watchdog", NOT_NEGATIVE_TIME, "After which silence the device goes back."),
          optional("minSpacing", NOT_NEGATIVE_TIME, "Least time between two writes."),
          optional("tolerance", anyQuantity(), "How far the value read back may differ."),
          optional("maxRampPerS", anyQuantity(), "Greatest change in a second; none if left out."),
          optional("minHold", NOT_NEGATIVE_TIME, "Least time a value stays."),
          optional("effect", EFFECT, "What is measured once the value has its effect."));

  private static final Shape RECORD =
      fields(
          required("when", choice(List.of("every", "change", "never")), "which readings are kept."),
          optional("deadband", anyQuantity(), "With change: by how much; any change if left out."),
          optional(
              "heartbeat",
              NOT_NEGATIVE_TIME,
              "With change: at least so often; 5 min if left out."));

  /** A limit on a measured value. */
  static final FieldsShape ALARM =
      fields(
          required("when", choice(words(AlarmLimit.Side.values())), "of the limit it is alarming."),
          required("value", anyQuantity(), "the limit."),
          optional("deadband", anyQuantity(), "How far it must come back; not at all if left out."),
          optional("onDelay", NOT_NEGATIVE_TIME, "How long it must be beyond; 10 s if left out."),
          optional("offDelay", NOT_NEGATIVE_TIME, "How long it must be back; 10 s if left out."),
          optional(
              "priority",
              choice(words(AlarmLimit.Priority.values())),
              "How soon somebody must act; medium if left out."),
          required("consequence", text(), "what it leads to, a sentence."),
          required("response", text(), "what to do, a sentence."));

  private static final Shape SAMPLING =
      fields(
          optional(
              "deadband",
              anyQuantity(),
              "How far a value must differ from the last one told; every change if left out."),
          optional(
              "deadbandPercent",
              quantity(Unit.PERCENT, 0.001, 100),
              "The same as a part of the range that the server gives, else of the point's."),
          optional(
              "queue",
              whole(1, MAX_QUEUE, "a number of values"),
              "How many values are kept between two publishings; 10 if left out."));

  static final Shape POINT =
      fields(
          optional("title", text(), "What it is, in a few words; or the name in words."),
          optional("form", choice(words(Form.values())), "What sort of number it is."),
          optional("unit", choice(units()), "The unit after scaling; the kind's if left out."),
          optional(
              "range", list(anyQuantity(), 2, 2), "Least and greatest value that can be true."),
          optional("read", flag(), "Whether it can be read; true if left out."),
          optional("poll", choice(words(PollGroup.values())), "How often; normal if left out."),
          optional("register", REGISTER, "Where it lives on Modbus."),
          optional(
              "node",
              text("(nsu=[^;]+;)?[isgb]=.+", "a node id", "Write s=… or i=…, or nsu=URI;s=…."),
              "Where on OPC UA; nsu=URI; stands before an id of another namespace."),
          optional(
              "browsePath",
              list(
                  text("(nsu=[^;]+;)?[^;]+", "a browse name", "Write a name, or nsu=URI;name."),
                  1,
                  MAX_BROWSE_NAMES),
              "Where on OPC UA, by the names from the folder Objects; nsu=URI; stands before a name"
                  + " of another namespace."),
          optional(
              "element",
              text(
                  "(/[^/\\s]+){1,8}",
                  "a place in a value",
                  "Write /3 for an array, /phases/1/power for a structure."),
              "OPC UA: which number of an array (from 0) or member of a structure."),
          optional("sampling", SAMPLING, "OPC UA: what the server is asked to tell."),
          optional("message", MESSAGE, "Where it lives on MQTT."),
          optional("fixed", anyQuantity(), "A constant, or \"site\" for the device's property."),
          optional("record", RECORD, "Which readings are recorded; every one if left out."),
          optional("alarms", list(ALARM), "Limits beyond which an alarm is raised."),
          optional("write", WRITE, "How it is written, for writable points."));

  private static final Shape PACING =
      fields(
          optional(
              "maxRegistersPerRead", whole(1, 125, "a number of registers"), "125 if left out."),
          optional("maxGapRegisters", whole(0, 124, "a number of registers"), "16 if left out."),
          optional("pauseBetweenRequests", NOT_NEGATIVE_TIME, "Least time between two requests."),
          optional("pauseAfterConnect", NOT_NEGATIVE_TIME, "Time to wait after connecting."),
          optional("writeMultipleOnly", flag(), "Whether single registers need function 16."));

  private static final Shape IDENTIFICATION =
      fields(
          optional("input", ADDRESS, "PDU address of the first input register (function 4)."),
          optional("holding", ADDRESS, "PDU address of the first holding register (function 3)."),
          optional("registers", whole(1, 64, "a number of registers"), "How many; 1 if left out."),
          optional("codes", list(whole(0, 0xFFFF, "a word")), "What the first register may hold."),
          optional("texts", list(text()), "What the registers' text may begin with."));

  /** What a writable point needs of another point. */
  static final FieldsShape INTERLOCK =
      fields(
          required("point", text(), "the writable point that may not always leave its rest."),
          required("needs", text(), "the readable point that allows it to."),
          optional("above", anyQuantity(), "What that point's reading must be above."),
          optional("below", anyQuantity(), "What it must be below."),
          required("otherwise", anyQuantity(), "the value of rest, set while it may not leave it."),
          required("why", text(), "a sentence that a building manager understands."));

  /** A whole template file. */
  public static final FieldsShape TEMPLATE =
      fields(
          required("id", ID, "the template's name, which is also the file's."),
          required("title", text(), "manufacturer and model."),
          required("kind", choice(kinds()), "what kind of device it is."),
          required("protocol", choice(protocols()), "how it is talked to."),
          required("source", text(), "where the points were taken from."),
          optional("namespace", text(), "OPC UA: the namespace URI of all nodes."),
          optional(
              "words",
              choice(List.of("high-first", "low-first")),
              "Modbus: order of words; high-first if left out."),
          optional("pacing", PACING, "Modbus: what the device demands."),
          optional(
              "sunSpec",
              list(whole(1, 65_534, "a SunSpec model")),
              "Modbus: the SunSpec models that the addresses were taken from, in order from 40000"
                  + " on."),
          optional(
              "identification", IDENTIFICATION, "Modbus: by which registers it says what it is."),
          required("points", map(POINT_NAME, "a point's name", POINT), "its points by name."),
          optional(
              "mark",
              fields(
                  required("point", text(), "the register that holds who controls the device."),
                  optional(
                      "every",
                      quantity(Unit.SECOND, 0.1, 3600),
                      "How often it is renewed; 5 s if left out.")),
              "Where the device holds who controls it."),
          optional("interlocks", list(INTERLOCK), "What its points need of each other."));

  /** What a site file may say about one point of one device. */
  public static final Shape OVERRIDE =
      fields(
          optional("range", list(anyQuantity(), 2, 2), "A narrower range of values."),
          optional("poll", choice(words(PollGroup.values())), "Another poll group."),
          optional("record", RECORD, "Which readings are recorded."),
          optional("alarms", list(ALARM), "Other limits beyond which an alarm is raised."),
          optional("sampling", SAMPLING, "OPC UA: what the server is asked to tell."),
          optional("write", WRITE, "Other values for writing, within the template's range."));

  /** What a site file may say about the points of one device. */
  public static final Shape OVERRIDES = map(POINT_NAME, "a point's name", OVERRIDE);

  private TemplateFormat() {}

  /** An enum's constant as written in YAML. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static List<String> words(Enum<?>[] constants) {
    return Arrays.stream(constants).map(TemplateFormat::word).toList();
  }

  private static List<String> types() {
    return Arrays.stream(RegisterType.values()).map(RegisterType::key).toList();
  }

  private static List<String> units() {
    return Arrays.stream(Unit.values()).map(Unit::symbol).toList();
  }

  private static List<String> kinds() {
    return Arrays.stream(DeviceKind.values()).map(DeviceKind::key).toList();
  }

  private static List<String> protocols() {
    return Arrays.stream(Protocol.values()).map(Protocol::key).toList();
  }
}
