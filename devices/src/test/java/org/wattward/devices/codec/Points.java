package org.wattward.devices.codec;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.template.Address.CompanionWrite;
import org.wattward.devices.template.Address.ModbusRegister;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.Form;
import org.wattward.devices.template.PointTemplate.PollGroup;
import org.wattward.devices.template.PointTemplate.Writing;
import org.wattward.devices.template.RegisterEncoding;
import org.wattward.devices.template.RegisterEncoding.RegisterType;
import org.wattward.devices.template.RegisterTable;

/** Makes points for codec tests. */
record Points(
    RegisterType type,
    boolean lowWordFirst,
    double scale,
    double offset,
    Optional<Integer> scaleRegister,
    List<Long> notANumber,
    Map<Long, Double> codes,
    List<CompanionWrite> onWrite) {
  static Points of(RegisterType type) {
    return new Points(type, false, 1, 0, Optional.empty(), List.of(), Map.of(), List.of());
  }

  Points lowFirst() {
    return new Points(type, true, scale, offset, scaleRegister, notANumber, codes, onWrite);
  }

  Points scaled(double by, double plus) {
    return new Points(type, lowWordFirst, by, plus, scaleRegister, notANumber, codes, onWrite);
  }

  Points withScaleRegister() {
    return new Points(
        type, lowWordFirst, scale, offset, Optional.of(9), notANumber, codes, onWrite);
  }

  Points absentAt(long... more) {
    List<Long> list = Arrays.stream(more).boxed().toList();
    return new Points(type, lowWordFirst, scale, offset, scaleRegister, list, codes, onWrite);
  }

  Points coded(Map<Long, Double> known) {
    return new Points(type, lowWordFirst, scale, offset, scaleRegister, notANumber, known, onWrite);
  }

  Points with(CompanionWrite... companions) {
    return new Points(
        type, lowWordFirst, scale, offset, scaleRegister, notANumber, codes, List.of(companions));
  }

  /** A readable point within a range. */
  RegisterCodec codec(double min, double max) {
    return codec(min, max, Optional.empty());
  }

  /** A readable point that takes every number. */
  RegisterCodec codec() {
    return codec(-Double.MAX_VALUE, Double.MAX_VALUE);
  }

  /** A writable point. */
  RegisterCodec writable(double min, double max) {
    return codec(
        -Double.MAX_VALUE,
        Double.MAX_VALUE,
        Optional.of(
            new Writing(
                min,
                max,
                0,
                min,
                min,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                0,
                Double.POSITIVE_INFINITY,
                Duration.ZERO)));
  }

  private RegisterCodec codec(double min, double max, Optional<Writing> writing) {
    RegisterTable table = type == RegisterType.BIT ? RegisterTable.COIL : RegisterTable.HOLDING;
    ModbusRegister register =
        new ModbusRegister(
            table,
            100,
            new RegisterEncoding(type, lowWordFirst),
            scale,
            offset,
            scaleRegister,
            notANumber,
            onWrite,
            codes);
    PointTemplate point =
        new PointTemplate(
            "power",
            "Power",
            Form.NUMBER,
            Unit.W,
            min,
            max,
            true,
            PollGroup.NORMAL,
            register,
            writing);
    return RegisterCodec.of(point).orElseThrow();
  }
}
