package org.wattward.protocols.modbus;

import com.ghgande.j2mod.modbus.msg.MaskWriteRegisterRequest;
import com.ghgande.j2mod.modbus.msg.ModbusMessage;
import com.ghgande.j2mod.modbus.msg.ReadCoilsRequest;
import com.ghgande.j2mod.modbus.msg.ReadInputDiscretesRequest;
import com.ghgande.j2mod.modbus.msg.ReadInputRegistersRequest;
import com.ghgande.j2mod.modbus.msg.ReadMultipleRegistersRequest;
import com.ghgande.j2mod.modbus.msg.ReadWriteMultipleRequest;
import com.ghgande.j2mod.modbus.msg.WriteCoilRequest;
import com.ghgande.j2mod.modbus.msg.WriteMultipleCoilsRequest;
import com.ghgande.j2mod.modbus.msg.WriteMultipleRegistersRequest;
import com.ghgande.j2mod.modbus.msg.WriteSingleRegisterRequest;
import com.ghgande.j2mod.modbus.procimg.Register;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import com.ghgande.j2mod.modbus.util.BitVector;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Protocol data units: function code and data, without any framing.
 *
 * <p>j2mod's messages lay out the requests. Its responses believe what they are given and make an
 * object with a lock of every register, so answers are checked against their question and read here
 * (Modbus Application Protocol V1.1b3, 6).
 */
final class Pdu {
  private static final int EXCEPTION = 0x80;
  private static final int[] NOTHING = {};

  /** Where an answer's data begins, behind function and byte count. */
  private static final int DATA_FROM = 2;

  private Pdu() {}

  /** The request's bytes. */
  static byte[] of(Query query) {
    ModbusMessage message = message(query);
    byte[] data = message.getMessage();
    byte[] pdu = new byte[data.length + 1];
    pdu[0] = (byte) query.function();
    System.arraycopy(data, 0, pdu, 1, data.length);
    return pdu;
  }

  /**
   * Checks an answer and reads it.
   *
   * @param query the question
   * @param asked the question's bytes
   * @param answer the answer's bytes
   * @throws WrongAnswer when they do not fit each other
   */
  static Reply reply(Query query, byte[] asked, byte[] answer) throws WrongAnswer {
    if (answer.length < 2) {
      throw new WrongAnswer("The answer has %d bytes, too few.".formatted(answer.length));
    }
    int function = answer[0] & 0xFF;
    if (function == (query.function() | EXCEPTION)) {
      return refusal(answer);
    }
    if (function != query.function()) {
      throw new WrongAnswer(
          "Function %d was asked, function %d answered.".formatted(query.function(), function));
    }
    return switch (query) {
      case Query.Read read -> words(read, answer);
      case Query.ReadWrite both -> registers(both.count(), answer);
      case Query.WriteCoil write -> echo(asked, answer, asked.length);
      case Query.WriteRegister write -> echo(asked, answer, asked.length);
      case Query.MaskWrite write -> echo(asked, answer, asked.length);
      case Query.WriteCoils write -> echo(asked, answer, 5);
      case Query.WriteRegisters write -> echo(asked, answer, 5);
    };
  }

  private static ModbusMessage message(Query query) {
    return switch (query) {
      case Query.Read(int unit, var table, int address, int count) ->
          switch (table) {
            case COIL -> new ReadCoilsRequest(address, count);
            case DISCRETE_INPUT -> new ReadInputDiscretesRequest(address, count);
            case HOLDING -> new ReadMultipleRegistersRequest(address, count);
            case INPUT -> new ReadInputRegistersRequest(address, count);
          };
      case Query.WriteCoil(int unit, int address, boolean on) -> new WriteCoilRequest(address, on);
      case Query.WriteRegister(int unit, int address, int word) ->
          new WriteSingleRegisterRequest(address, new SimpleRegister(word));
      case Query.WriteCoils(int unit, int address, var on) ->
          new WriteMultipleCoilsRequest(address, bits(on));
      case Query.WriteRegisters(int unit, int address, var words) ->
          new WriteMultipleRegistersRequest(address, registers(words));
      case Query.MaskWrite(int unit, int address, int and, int or) ->
          new MaskWriteRegisterRequest(address, and, or);
      case Query.ReadWrite(int unit, int address, int count, int writeAddress, var words) -> {
        var request =
            new ReadWriteMultipleRequest(unit, address, count, writeAddress, words.size());
        request.setRegisters(registers(words));
        yield request;
      }
    };
  }

  private static Register[] registers(List<Integer> words) {
    return words.stream().map(SimpleRegister::new).toArray(Register[]::new);
  }

  private static BitVector bits(List<Boolean> on) {
    BitVector bits = new BitVector(on.size());
    for (int i = 0; i < on.size(); i++) {
      bits.setBit(i, on.get(i));
    }
    return bits;
  }

  private static Reply refusal(byte[] answer) throws WrongAnswer {
    if (answer.length != 2 || answer[1] == 0) {
      throw new WrongAnswer("The exception response %s is malformed.".formatted(hex(answer)));
    }
    return new Reply.Refused(answer[1] & 0xFF);
  }

  private static Reply echo(byte[] asked, byte[] answer, int length) throws WrongAnswer {
    if (answer.length != length || Arrays.mismatch(asked, 0, length, answer, 0, length) >= 0) {
      throw new WrongAnswer(
          "The device confirmed %s when %s was written.".formatted(hex(answer), hex(asked)));
    }
    return new Reply.Words(NOTHING);
  }

  private static Reply words(Query.Read read, byte[] answer) throws WrongAnswer {
    return switch (read.table()) {
      case COIL, DISCRETE_INPUT -> bits(read.count(), answer);
      case HOLDING, INPUT -> registers(read.count(), answer);
    };
  }

  private static Reply registers(int count, byte[] answer) throws WrongAnswer {
    checkLength(answer, 2 * count);
    int[] words = new int[count];
    for (int i = 0; i < count; i++) {
      int at = DATA_FROM + 2 * i;
      words[i] = (answer[at] & 0xFF) << 8 | (answer[at + 1] & 0xFF);
    }
    return new Reply.Words(words);
  }

  /** The first bit is the lowest of the first byte (6.1). */
  private static Reply bits(int count, byte[] answer) throws WrongAnswer {
    checkLength(answer, bytesOfBits(count));
    int[] words = new int[count];
    for (int i = 0; i < count; i++) {
      words[i] = answer[DATA_FROM + i / Byte.SIZE] >> i % Byte.SIZE & 1;
    }
    return new Reply.Words(words);
  }

  private static void checkLength(byte[] answer, int expectedBytes) throws WrongAnswer {
    int said = answer[1] & 0xFF;
    if (said != expectedBytes || answer.length != expectedBytes + DATA_FROM) {
      throw new WrongAnswer(
          "%d bytes were asked for; the answer says %d and has %d."
              .formatted(expectedBytes, said, answer.length - DATA_FROM));
    }
  }

  private static int bytesOfBits(int count) {
    return (count + 7) / 8;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
