package org.wattward.devices.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A grid of the reference folder with its nominal loads; ids are the file's numbers. */
record ReferenceGrid(GridModel grid, BusLoads loads, Json file) {

  static ReferenceGrid read(String name) {
    Json file = Json.read("powerflow/" + name + ".json");
    Json inputs = file.at("inputs");
    Json slack = inputs.list("slack").getFirst();
    double frequencyHz = inputs.number("f_hz");
    List<Bus> buses = new ArrayList<>();
    for (Json bus : inputs.list("buses")) {
      double nominalV = bus.number("vn_kv") * 1e3;
      String id = bus.text("id");
      buses.add(
          bus.text("id").equals(slack.text("bus"))
              ? Bus.slack(id, nominalV, slack.number("vm_pu"))
              : Bus.of(id, nominalV));
    }
    List<Json> switches = inputs.list("switches");
    List<Line> lines =
        inputs.list("lines").stream().map(l -> line(l, switches, frequencyHz)).toList();
    List<Transformer> transformers =
        inputs.list("trafos").stream().map(ReferenceGrid::transformer).toList();
    List<Coupler> couplers =
        switches.stream()
            .filter(s -> s.text("et").equals("b"))
            .map(s ->
                new Coupler("S" + s.text("id"), s.text("bus"), s.text("element"), s.flag("closed")))
            .toList();
    GridModel grid = GridModel.of(buses, lines, transformers, couplers);
    BusLoads loads = new BusLoads(grid);
    addLoads(loads, file, 1, 1);
    addGenerators(loads, file, 1);
    return new ReferenceGrid(grid, loads, file);
  }

  static void addLoads(BusLoads loads, Json file, double active, double reactive) {
    for (Json bus : file.at("inputs").list("buses")) {
      loads.add(
          bus.text("id"),
          bus.number("p_load_mw") * 1e6 * active,
          bus.number("q_load_mvar") * 1e6 * reactive);
    }
  }

  static void addGenerators(BusLoads loads, Json file, double factor) {
    for (Json bus : file.at("inputs").list("buses")) {
      loads.add(
          bus.text("id"),
          -bus.number("p_sgen_mw") * 1e6 * factor,
          -bus.number("q_sgen_mvar") * 1e6 * factor);
    }
  }

  private static Line line(Json line, List<Json> switches, double frequencyHz) {
    boolean inService = line.flag("in_service");
    return new Line(
        line.text("id"),
        line.text("from_bus"),
        line.text("to_bus"),
        line.number("r_ohm"),
        line.number("x_ohm"),
        line.number("c_nf_total") * 1e-9 * 2 * Math.PI * frequencyHz,
        line.number("max_i_ka") * 1e3,
        inService && closed(switches, line.text("from_bus"), line.text("id")),
        inService && closed(switches, line.text("to_bus"), line.text("id")));
  }

  private static boolean closed(List<Json> switches, String bus, String line) {
    return switches.stream()
        .filter(s -> s.text("et").equals("l"))
        .filter(s -> s.text("bus").equals(bus) && s.text("element").equals(line))
        .allMatch(s -> s.flag("closed"));
  }

  private static Transformer transformer(Json plate) {
    double ratedVa = plate.number("sn_mva") * 1e6;
    return new Transformer(
        "T" + plate.text("id"),
        plate.text("hv_bus"),
        plate.text("lv_bus"),
        new Transformer.NamePlate(
            ratedVa,
            plate.number("vn_hv_kv") * 1e3,
            plate.number("vn_lv_kv") * 1e3,
            plate.number("vk_percent"),
            plate.number("vkr_percent") / 100 * ratedVa,
            plate.number("pfe_kw") * 1e3,
            plate.number("i0_percent")),
        0,
        plate.has("tap_step_percent") ? plate.number("tap_step_percent") : 0,
        plate.number("shift_degree"),
        true);
  }

  ReferenceGrid withOpen(Integer... lines) {
    Set<String> open = Set.of(lines).stream().map(String::valueOf).collect(Collectors.toSet());
    return with(grid.withOpenLines(open));
  }

  ReferenceGrid with(GridModel other) {
    BusLoads same = new BusLoads(other);
    IntStream.range(0, grid.busCount())
        .forEach(bus -> same.add(bus, loads.powerW(bus), loads.reactivePowerVar(bus)));
    return new ReferenceGrid(other, same, file);
  }
}
