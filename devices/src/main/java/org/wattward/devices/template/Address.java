package org.wattward.devices.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Where a point lives on the wire. */
public sealed interface Address {

  /**
   * Modbus registers or one bit.
   *
   * @param table which of the four tables
   * @param address the PDU address, 0 to 65535 (a manual's number is often one higher)
   * @param encoding how the words become a number
   * @param scale what the raw number is multiplied with to give the point's unit
   * @param offset what is added after scaling, in the point's unit
   * @param scaleRegister PDU address of a SunSpec-style int16 power-of-ten exponent in the same
   *     table
   * @param notANumber raw words that mean "no value" beyond the encoding's own, as unsigned bits
   * @param onWrite other registers to write before and after this one
   * @param codes for states: what each raw number means as a value of the point; a raw number that
   *     is not among them is not believed. Empty when raw numbers are the values
   */
  record ModbusRegister(
      RegisterTable table,
      int address,
      RegisterEncoding encoding,
      double scale,
      double offset,
      Optional<Integer> scaleRegister,
      List<Long> notANumber,
      List<CompanionWrite> onWrite,
      Map<Long, Double> codes)
      implements Address {
    public ModbusRegister {
      notANumber = List.copyOf(notANumber);
      onWrite = List.copyOf(onWrite);
      codes = Map.copyOf(codes);
    }

    /** A register whose raw numbers, scaled, are the values. */
    public ModbusRegister(
        RegisterTable table,
        int address,
        RegisterEncoding encoding,
        double scale,
        double offset,
        Optional<Integer> scaleRegister,
        List<Long> notANumber,
        List<CompanionWrite> onWrite) {
      this(table, address, encoding, scale, offset, scaleRegister, notANumber, onWrite, Map.of());
    }
  }

  /**
   * A register that is written together with a point: a dead-man time, an enabling switch.
   *
   * @param address the PDU address of a holding register
   * @param rawValue the word written, 0 to 65535; with {@code follow} what is added to it
   * @param before whether it goes out before the point's own registers, else after
   * @param follow how many times the point's own raw number is added to {@code rawValue}: 0 for a
   *     constant, -1 for the mirrored rate of a storage (SunSpec 124: {@code InWRte} and {@code
   *     OutWRte})
   */
  record CompanionWrite(int address, int rawValue, boolean before, int follow) {
    /** A constant word. */
    public CompanionWrite(int address, int rawValue, boolean before) {
      this(address, rawValue, before, 0);
    }
  }

  /**
   * An OPC UA variable, or one number inside its value.
   *
   * @param place where the variable is
   * @param element where the number is in an array or structure; empty when the value is the number
   * @param sampling what the server is asked to tell of it
   * @param scale what the raw number is multiplied with to give the point's unit
   */
  record OpcUaNode(NodePlace place, List<String> element, Sampling sampling, double scale)
      implements Address {
    public OpcUaNode {
      element = List.copyOf(element);
    }

    /** A variable that is a number, by its identifier. */
    public OpcUaNode(String namespaceUri, String identifier, double scale) {
      this(new NodePlace.Id(namespaceUri, identifier), List.of(), Sampling.USUAL, scale);
    }

    /** Whether it can be set by itself: the whole value, or one number of an array. */
    public boolean isSettable() {
      return element.isEmpty()
          || (element.size() == 1 && element.getFirst().chars().allMatch(Character::isDigit));
    }
  }

  /** Where a variable is in an OPC UA server. The text {@code ${device}} stands for the prefix. */
  sealed interface NodePlace {
    /** As it is called in sentences, in the text form of OPC 10000-6, 5.1.12. */
    default String text() {
      return switch (this) {
        case Id(String namespaceUri, String identifier) -> "nsu=" + namespaceUri + ";" + identifier;
        case BrowsePath(List<BrowseName> names) ->
            names.stream()
                .map(each -> "/nsu=" + each.namespaceUri() + ";" + each.name())
                .collect(Collectors.joining());
      };
    }

    /**
     * By its identifier.
     *
     * @param namespaceUri the namespace by its URI; the index is asked of the server
     * @param identifier the identifier with its type letter: {@code s=Heat.Power} or {@code i=1234}
     */
    record Id(String namespaceUri, String identifier) implements NodePlace {}

    /**
     * By the names on the way to it from the folder Objects.
     *
     * @param names at least one
     */
    record BrowsePath(List<BrowseName> names) implements NodePlace {
      public BrowsePath {
        names = List.copyOf(names);
      }
    }
  }

  /**
   * A name in a namespace.
   *
   * @param namespaceUri the namespace by its URI
   * @param name the name
   */
  record BrowseName(String namespaceUri, String name) {}

  /**
   * What an OPC UA server is asked to tell of a variable it samples.
   *
   * @param deadband how far a value must differ from the last one told
   * @param queue how many values the server keeps from one publishing to the next, 1 to 1000
   */
  record Sampling(Deadband deadband, int queue) {
    /** Every change, and ten of them. */
    public static final Sampling USUAL = new Sampling(new Deadband.None(), 10);
  }

  /** How far a value must differ from the last one told to be told. */
  sealed interface Deadband {
    /** At all. */
    record None() implements Deadband {}

    /**
     * By an amount.
     *
     * @param amount in the point's unit, above 0
     */
    record Absolute(double amount) implements Deadband {}

    /**
     * By a part of the range that the server gives for the variable (EURange); where it gives none,
     * of the point's own range.
     *
     * @param percent above 0, at most 100
     */
    record Percent(double percent) implements Deadband {}
  }

  /**
   * A value in MQTT messages.
   *
   * @param topic the topic; {@code ${device}} stands for the device's topic prefix in the site file
   * @param jsonPointer RFC 6901 pointer into a JSON payload, or empty when the payload is the
   *     number
   * @param timePointer RFC 6901 pointer to an RFC 3339 time or Unix seconds in the payload
   * @param commandTopic where values of a writable point are published, if it is writable
   * @param scale what the raw number is multiplied with to give the point's unit
   */
  record MqttTopic(
      String topic,
      String jsonPointer,
      Optional<String> timePointer,
      Optional<String> commandTopic,
      double scale)
      implements Address {}

  /**
   * A value that the template itself gives, for example a rated power that no register tells.
   *
   * @param value in the point's unit; empty when the site file must give it as a device property of
   *     the point's name
   */
  record Fixed(OptionalDouble value) implements Address {}
}
