package org.wattward.sim.field.modbus;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.Address.ModbusRegister;
import org.wattward.devices.template.DeviceKind;

/**
 * What stands around the points of a SunSpec device: the marker, each model's id and length, the
 * common model's texts, "not implemented" in all other registers, and the end (SunSpec Information
 * Model Specification; lengths from the SunSpec models).
 *
 * @param models the models from 40000 on; empty for a device that does not speak SunSpec
 * @param serial the serial number it tells
 */
record SunSpecBlocks(List<Model> models, String serial) {
  private static final int START = 40_000;
  private static final int NOT_IMPLEMENTED = 0xFFFF;
  private static final List<Model> INVERTER =
      List.of(
          new Model(1, 66),
          new Model(103, 50),
          new Model(120, 26),
          new Model(121, 30),
          new Model(122, 44),
          new Model(123, 24));
  private static final Model STORAGE = new Model(124, 24);

  /** A model by its number, with the length of its body. */
  record Model(int id, int length) {}

  static SunSpecBlocks of(Device device) {
    boolean speaks =
        device.points().stream()
            .anyMatch(point ->
                point.address() instanceof ModbusRegister register
                    && register.scaleRegister().isPresent()
                    && register.address() > START);
    List<Model> models = new ArrayList<>(speaks ? INVERTER : List.of());
    if (speaks && device.template().kind() == DeviceKind.BATTERY) {
      models.add(STORAGE);
    }
    return new SunSpecBlocks(List.copyOf(models), device.id());
  }

  void addTo(RegisterBank.Layout layout) {
    if (!models.isEmpty()) {
      int body = models.stream().mapToInt(model -> model.length() + 2).sum();
      layout.add(START, 2 + body + 2);
    }
  }

  /** Puts everything but the points. */
  void fill(RegisterBank bank) {
    if (models.isEmpty()) {
      return;
    }
    putText(bank, START, 2, "SunS");
    int at = START + 2;
    for (Model model : models) {
      bank.put(at, model.id());
      bank.put(at + 1, model.length());
      for (int i = 2; i < model.length() + 2; i++) {
        bank.put(at + i, NOT_IMPLEMENTED);
      }
      if (model.id() == 1) {
        putCommon(bank, at);
      }
      at += model.length() + 2;
    }
    bank.put(at, NOT_IMPLEMENTED);
    bank.put(at + 1, 0);
  }

  /** Offsets of model 1: Mn 2, Md 18, Opt 34, Vr 42, SN 50, DA 66, Pad 67. */
  private void putCommon(RegisterBank bank, int at) {
    putText(bank, at + 2, 16, "Wattward");
    putText(bank, at + 18, 16, "Simulated device");
    putText(bank, at + 34, 8, "");
    putText(bank, at + 42, 8, "1");
    putText(bank, at + 50, 16, serial);
    bank.put(at + 66, 1);
    bank.put(at + 67, 0x8000);
  }

  private static void putText(RegisterBank bank, int at, int registers, String text) {
    byte[] bytes = Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), 2 * registers);
    for (int i = 0; i < registers; i++) {
      bank.put(at + i, (bytes[2 * i] & 0xFF) << 8 | (bytes[2 * i + 1] & 0xFF));
    }
  }
}
