package org.wattward.devices.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.wattward.devices.site.NetworkConfig;

/**
 * An electric network in one switching state, ready to be calculated. Immutable; another state is
 * another model that shares what did not change.
 *
 * <p>Buses and branches have indexes: buses in their given order, branches the lines first, then
 * the transformers.
 */
public final class GridModel {
  private final List<Bus> buses;
  private final List<Line> lines;
  private final List<Transformer> transformers;
  private final List<Coupler> couplers;
  private final Map<String, Integer> busIndexes;
  private final Map<String, Integer> branchIndexes;
  private final int[] fromBus;
  private final int[] toBus;
  private final PiBranch[] branches;
  private final Switches switches;
  private final Circuit circuit;

  private GridModel(
      List<Bus> buses, List<Line> lines, List<Transformer> transformers, List<Coupler> couplers) {
    this.buses = List.copyOf(buses);
    this.lines = List.copyOf(lines);
    this.transformers = List.copyOf(transformers);
    this.couplers = List.copyOf(couplers);
    this.busIndexes = indexes(buses.stream().map(Bus::id).toList(), "bus");
    List<String> ids = new ArrayList<>();
    lines.forEach(line -> ids.add(line.id()));
    transformers.forEach(transformer -> ids.add(transformer.id()));
    this.branchIndexes = indexes(ids, "line or transformer");
    this.fromBus = new int[ids.size()];
    this.toBus = new int[ids.size()];
    this.branches = new PiBranch[ids.size()];
    for (int branch = 0; branch < ids.size(); branch++) {
      connect(branch);
    }
    couplers.forEach(this::check);
    this.switches = new Switches(this.lines, this.transformers);
    this.circuit = Circuit.of(this);
  }

  /** The same buses, lines and ratings in another switching state or on another tap. */
  private GridModel(
      GridModel old, List<Line> lines, List<Transformer> transformers, List<Coupler> couplers) {
    this.buses = old.buses;
    this.lines = List.copyOf(lines);
    this.transformers = List.copyOf(transformers);
    this.couplers = List.copyOf(couplers);
    this.busIndexes = old.busIndexes;
    this.branchIndexes = old.branchIndexes;
    this.fromBus = old.fromBus;
    this.toBus = old.toBus;
    this.branches = old.branches.clone();
    for (int index = 0; index < transformers.size(); index++) {
      if (!transformers.get(index).equals(old.transformers.get(index))) {
        connect(lines.size() + index);
      }
    }
    this.switches = new Switches(this.lines, this.transformers);
    this.circuit = Circuit.of(this);
  }

  /**
   * Makes a model.
   *
   * @throws InvalidGrid when an id is missing or given twice, or values cannot be
   */
  public static GridModel of(
      List<Bus> buses, List<Line> lines, List<Transformer> transformers, List<Coupler> couplers) {
    return new GridModel(buses, lines, transformers, couplers);
  }

  /**
   * The network of a site file. Rated voltages of a transformer are its buses' nominal ones, and
   * its vector group is not known, so angles are those of a group without shift.
   */
  public static GridModel of(NetworkConfig config) {
    return SiteNetwork.grid(config);
  }

  private static Map<String, Integer> indexes(List<String> ids, String what) {
    Map<String, Integer> indexes = HashMap.newHashMap(ids.size());
    for (String id : ids) {
      if (indexes.put(id, indexes.size()) != null) {
        throw new InvalidGrid("The id %s of a %s is given twice.".formatted(id, what));
      }
    }
    return Map.copyOf(indexes);
  }

  private void connect(int branch) {
    if (branch < lines.size()) {
      Line line = lines.get(branch);
      fromBus[branch] = busIndex(line.from(), line.id());
      toBus[branch] = busIndex(line.to(), line.id());
      double nominalV = sameVoltage(line.id(), fromBus[branch], toBus[branch]);
      branches[branch] = PiBranch.of(line, nominalV);
    } else {
      Transformer transformer = transformers.get(branch - lines.size());
      fromBus[branch] = busIndex(transformer.highBus(), transformer.id());
      toBus[branch] = busIndex(transformer.lowBus(), transformer.id());
      branches[branch] =
          PiBranch.of(
              transformer,
              buses.get(fromBus[branch]).nominalVoltageV(),
              buses.get(toBus[branch]).nominalVoltageV());
    }
  }

  private void check(Coupler coupler) {
    sameVoltage(
        coupler.id(), busIndex(coupler.from(), coupler.id()), busIndex(coupler.to(), coupler.id()));
  }

  private double sameVoltage(String id, int from, int to) {
    double fromV = buses.get(from).nominalVoltageV();
    double toV = buses.get(to).nominalVoltageV();
    if (Math.abs(fromV - toV) > 1e-9 * fromV) {
      throw new InvalidGrid(
          "%s joins bus %s of %s V and bus %s of %s V. Maybe it is a transformer."
              .formatted(id, buses.get(from).id(), fromV, buses.get(to).id(), toV));
    }
    return toV;
  }

  private int busIndex(String bus, String user) {
    Integer index = busIndexes.get(bus);
    if (index == null) {
      throw new InvalidGrid("%s names bus %s, which is not there.".formatted(user, bus));
    }
    return index;
  }

  /** The same grid with exactly these lines open (at both ends) and all others closed. */
  public GridModel withOpenLines(Set<String> open) {
    open.forEach(this::branchIndex);
    return withLines(line -> closed(line, !open.contains(line.id())));
  }

  /** The same grid with one line's switches both closed or both open. */
  public GridModel withLineClosed(String id, boolean closed) {
    branchIndex(id);
    return withLines(line -> line.id().equals(id) ? closed(line, closed) : line);
  }

  /** The same grid with one line closed and another opened. */
  public GridModel withExchange(String close, String open) {
    branchIndex(close);
    branchIndex(open);
    return withLines(line ->
        line.id().equals(close)
            ? closed(line, true)
            : line.id().equals(open) ? closed(line, false) : line);
  }

  private static Line closed(Line line, boolean closed) {
    return line.fromClosed() == closed && line.toClosed() == closed
        ? line
        : line.withClosed(closed);
  }

  private GridModel withLines(Function<Line, Line> change) {
    return new GridModel(this, lines.stream().map(change).toList(), transformers, couplers);
  }

  /** The same grid with one transformer on another tap. */
  public GridModel withTap(String id, int position) {
    branchIndex(id);
    return new GridModel(
        this,
        lines,
        transformers.stream().map(t -> t.id().equals(id) ? t.withTap(position) : t).toList(),
        couplers);
  }

  /** The same grid with feeding buses held at another voltage. */
  public GridModel withSlackVoltage(double voltagePu) {
    return new GridModel(
        buses.stream()
            .map(bus ->
                bus.slackVoltagePu().isPresent()
                    ? Bus.slack(bus.id(), bus.nominalVoltageV(), voltagePu)
                    : bus)
            .toList(),
        lines,
        transformers,
        couplers);
  }

  /** All buses, by index. */
  public List<Bus> buses() {
    return buses;
  }

  /** One bus. */
  public Bus bus(int index) {
    return buses.get(index);
  }

  /** How many buses there are. */
  public int busCount() {
    return buses.size();
  }

  /** All lines; their index is that of the branch. */
  public List<Line> lines() {
    return lines;
  }

  /** All transformers; the index of their branch is {@code lines().size()} more. */
  public List<Transformer> transformers() {
    return transformers;
  }

  /** All couplers. */
  public List<Coupler> couplers() {
    return couplers;
  }

  /** How many lines and transformers there are. */
  public int branchCount() {
    return branches.length;
  }

  /** The index of a bus. */
  public int busIndex(String id) {
    return busIndex(id, "The question");
  }

  /** The index of a line or transformer. */
  public int branchIndex(String id) {
    Integer index = branchIndexes.get(id);
    if (index == null) {
      throw new InvalidGrid("There is no line or transformer %s.".formatted(id));
    }
    return index;
  }

  /** The ids of all lines open at one end or both, in the order of the lines. */
  public List<String> openLines() {
    List<String> open = new ArrayList<>();
    for (Line line : lines) {
      if (!line.fromClosed() || !line.toClosed()) {
        open.add(line.id());
      }
    }
    return open;
  }

  /** Whether every fed bus is fed on exactly one way. */
  public boolean isRadial() {
    return circuit.radial;
  }

  /** The ids of buses that no feeding bus reaches. */
  public List<String> unsuppliedBuses() {
    List<String> unsupplied = new ArrayList<>();
    for (int bus = 0; bus < buses.size(); bus++) {
      if (!circuit.live[circuit.nodeOfBus[bus]]) {
        unsupplied.add(buses.get(bus).id());
      }
    }
    return unsupplied;
  }

  /** The id of a line or transformer. */
  public String branchId(int branch) {
    return branch < lines.size()
        ? lines.get(branch).id()
        : transformers.get(branch - lines.size()).id();
  }

  Circuit circuit() {
    return circuit;
  }

  PiBranch branch(int index) {
    return branches[index];
  }

  int fromBus(int branch) {
    return fromBus[branch];
  }

  int toBus(int branch) {
    return toBus[branch];
  }

  boolean fromClosed(int branch) {
    return switches.fromClosed[branch];
  }

  boolean toClosed(int branch) {
    return switches.toClosed[branch];
  }
}
