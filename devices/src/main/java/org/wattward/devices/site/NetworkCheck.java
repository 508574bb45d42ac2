package org.wattward.devices.site;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.wattward.devices.site.NetworkConfig.BusConfig;
import org.wattward.devices.site.NetworkConfig.LineConfig;
import org.wattward.devices.site.NetworkConfig.TransformerConfig;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.Sentence;
import org.wattward.devices.yaml.YamlNode.Mapping;

/**
 * Finds what the network cannot be: a closed ring, a bus without supply, a line between two voltage
 * levels. Only radial networks are computed.
 */
final class NetworkCheck {
  private record Branch(String id, String from, String to) {
    String other(String bus) {
      return bus.equals(from) ? to : from;
    }
  }

  private final Mapping network;
  private final Problems problems;
  private final Map<String, BusConfig> buses = new LinkedHashMap<>();
  private final Map<String, Mapping> busNodes = new HashMap<>();
  private final Map<String, List<Branch>> tree = new HashMap<>();

  NetworkCheck(Mapping network, Problems problems) {
    this.network = network;
    this.problems = problems;
  }

  void bus(BusConfig bus, Mapping node) {
    buses.putIfAbsent(bus.id(), bus);
    busNodes.putIfAbsent(bus.id(), node);
  }

  void line(LineConfig line, Mapping node) {
    BusConfig from = buses.get(line.from());
    BusConfig to = buses.get(line.to());
    if (from == null || to == null) {
      return;
    }
    if (from.nominalVoltageV() != to.nominalVoltageV()) {
      problems.add(
          node,
          "The line \"%s\" connects %s V and %s V."
              .formatted(
                  line.id(),
                  Sentence.number(from.nominalVoltageV()),
                  Sentence.number(to.nominalVoltageV())),
          "Between two voltage levels there is a transformer.");
    }
    if (line.closed()) {
      connect(new Branch(line.id(), line.from(), line.to()), node);
    }
  }

  void transformer(TransformerConfig transformer, Mapping node) {
    BusConfig high = buses.get(transformer.highBus());
    BusConfig low = buses.get(transformer.lowBus());
    if (high == null || low == null) {
      return;
    }
    if (high.nominalVoltageV() <= low.nominalVoltageV()) {
      problems.add(
          node,
          "The transformer \"%s\" has its higher voltage at the low side (%s V, %s V)."
              .formatted(
                  transformer.id(),
                  Sentence.number(high.nominalVoltageV()),
                  Sentence.number(low.nominalVoltageV())),
          "Exchange high and low.");
    }
    connect(new Branch(transformer.id(), transformer.highBus(), transformer.lowBus()), node);
  }

  void finish() {
    if (buses.isEmpty()) {
      return;
    }
    List<BusConfig> feeding =
        buses.values().stream().filter(bus -> bus.slackVoltagePu().isPresent()).toList();
    if (feeding.isEmpty()) {
      problems.add(
          network,
          "No bus is held by the upstream grid.",
          "Add slackVoltage: 1.0 to the feeding bus.");
      return;
    }
    Set<String> supplied = new TreeSet<>();
    for (BusConfig bus : feeding) {
      if (!supplied.add(bus.id())) {
        problems.add(
            busNodes.getOrDefault(bus.id(), network),
            "The bus \"%s\" is fed by another feeding bus already.".formatted(bus.id()),
            "Leave slackVoltage away at one of them.");
      }
      supplied.addAll(reachable(bus.id()).keySet());
    }
    for (String bus : buses.keySet()) {
      if (!supplied.contains(bus)) {
        problems.add(
            busNodes.getOrDefault(bus, network),
            "The bus \"%s\" is an island: no closed line leads to a feeding bus.".formatted(bus),
            "Add or close a line, or remove the bus.");
      }
    }
  }

  /** Adds a branch to the tree, or reports the ring that it closes. */
  private void connect(Branch branch, Mapping node) {
    Map<String, List<String>> ways = reachable(branch.from());
    List<String> way = ways.get(branch.to());
    if (way == null) {
      tree.computeIfAbsent(branch.from(), _ -> new ArrayList<>()).add(branch);
      tree.computeIfAbsent(branch.to(), _ -> new ArrayList<>()).add(branch);
      return;
    }
    List<String> ring = new ArrayList<>(way);
    ring.add(branch.id());
    problems.add(
        node,
        ring.size() == 1
            ? "The line \"%s\" begins and ends at the same bus.".formatted(branch.id())
            : "The closed lines %s form a cycle.".formatted(Sentence.list(ring)),
        "Only radial networks are computed: open one of them with closed: false.");
  }

  /** Every bus that can be reached in the tree, with the branches on the way. */
  private Map<String, List<String>> reachable(String start) {
    Map<String, List<String>> ways = new HashMap<>();
    ways.put(start, List.of());
    Deque<String> next = new ArrayDeque<>(List.of(start));
    while (!next.isEmpty()) {
      String bus = next.remove();
      for (Branch branch : tree.getOrDefault(bus, List.of())) {
        String other = branch.other(bus);
        if (!ways.containsKey(other)) {
          List<String> way = new ArrayList<>(ways.getOrDefault(bus, List.of()));
          way.add(branch.id());
          ways.put(other, way);
          next.add(other);
        }
      }
    }
    return ways;
  }
}
