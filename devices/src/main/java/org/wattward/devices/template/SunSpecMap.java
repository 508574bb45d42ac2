package org.wattward.devices.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where the SunSpec models of a device stand among its holding registers.
 *
 * @param base the address of the marker "SunS"
 * @param models its models in the order of their addresses
 */
public record SunSpecMap(int base, List<Model> models) {
  /** The addresses at which the marker may stand (SunSpec Information Model Specification 1.1). */
  public static final List<Integer> BASES = List.of(40_000, 50_000, 0);

  /** Registers of the marker "SunS". */
  public static final int MARKER_REGISTERS = 2;

  /** Registers in front of a model's points: its id and its length. */
  public static final int HEADER_REGISTERS = 2;

  /** The address that templates are written for. */
  private static final int TEMPLATE_BASE = 40_000;

  /** Lengths of models without repeating groups (sunspec/models 7abdf898). */
  private static final Map<Integer, Integer> LENGTHS =
      Map.ofEntries(
          Map.entry(1, 66),
          Map.entry(101, 50),
          Map.entry(102, 50),
          Map.entry(103, 50),
          Map.entry(111, 60),
          Map.entry(112, 60),
          Map.entry(113, 60),
          Map.entry(120, 26),
          Map.entry(121, 30),
          Map.entry(122, 44),
          Map.entry(123, 24),
          Map.entry(124, 24),
          Map.entry(201, 105),
          Map.entry(202, 105),
          Map.entry(203, 105),
          Map.entry(204, 105),
          Map.entry(211, 124),
          Map.entry(212, 124),
          Map.entry(213, 124),
          Map.entry(214, 124),
          Map.entry(701, 153),
          Map.entry(702, 50),
          Map.entry(703, 17),
          Map.entry(704, 65),
          Map.entry(713, 7),
          Map.entry(802, 62));

  public SunSpecMap {
    models = List.copyOf(models);
  }

  /**
   * One model.
   *
   * @param id its number, 1 to 65534
   * @param address the address of its id register
   * @param length how many registers follow its header
   */
  public record Model(int id, int address, int length) {
    private int end() {
      return address + HEADER_REGISTERS + length;
    }

    private boolean holds(int register) {
      return register >= address && register < end();
    }
  }

  /**
   * The map that a template's addresses were taken from: these models one after the other.
   *
   * @param ids the models' numbers
   * @throws IllegalArgumentException when the length of one is not fixed by the standard
   */
  public static SunSpecMap ofTemplate(List<Integer> ids) {
    List<Model> models = new ArrayList<>();
    int address = TEMPLATE_BASE + MARKER_REGISTERS;
    for (int id : ids) {
      Integer length = LENGTHS.get(id);
      if (length == null) {
        throw new IllegalArgumentException(
            "SunSpec model %d has no fixed length, so addresses behind it cannot be given."
                .formatted(id));
      }
      models.add(new Model(id, address, length));
      address += HEADER_REGISTERS + length;
    }
    return new SunSpecMap(TEMPLATE_BASE, models);
  }

  /** Whether the standard fixes a model's length. */
  public static boolean hasFixedLength(int id) {
    return LENGTHS.containsKey(id);
  }

  /** Finds the first model of a number. */
  public Optional<Model> model(int id) {
    return models.stream().filter(model -> model.id() == id).findFirst();
  }

  /**
   * Where a register of this map stands in another. What belongs to no model here, a manufacturer's
   * own register, stays where it is.
   *
   * @return nothing when the other map lacks its model, or has a shorter one
   */
  public OptionalInt moved(int register, SunSpecMap to) {
    Optional<Model> here = models.stream().filter(model -> model.holds(register)).findFirst();
    if (here.isEmpty()) {
      return OptionalInt.of(register);
    }
    Optional<Model> there = to.model(here.get().id());
    if (there.isEmpty()) {
      return OptionalInt.empty();
    }
    int moved = there.get().address() + register - here.get().address();
    return there.get().holds(moved) ? OptionalInt.of(moved) : OptionalInt.empty();
  }
}
