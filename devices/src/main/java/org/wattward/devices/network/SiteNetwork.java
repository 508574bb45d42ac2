package org.wattward.devices.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wattward.devices.site.NetworkConfig;

/** Turns the network of a site file into a grid. */
final class SiteNetwork {
  private SiteNetwork() {}

  static GridModel grid(NetworkConfig config) {
    Map<String, Double> nominal = new HashMap<>();
    List<Bus> buses = new ArrayList<>();
    for (NetworkConfig.BusConfig bus : config.buses()) {
      nominal.put(bus.id(), bus.nominalVoltageV());
      buses.add(
          bus.slackVoltagePu()
              .map(pu -> Bus.slack(bus.id(), bus.nominalVoltageV(), pu))
              .orElseGet(() -> Bus.of(bus.id(), bus.nominalVoltageV())));
    }
    List<Line> lines = config.lines().stream().map(SiteNetwork::line).toList();
    List<Transformer> transformers =
        config.transformers().stream().map(t -> transformer(t, nominal)).toList();
    return GridModel.of(buses, lines, transformers, List.of());
  }

  private static Line line(NetworkConfig.LineConfig line) {
    return new Line(
        line.id(),
        line.from(),
        line.to(),
        line.resistanceOhmPerKm() * line.lengthKm(),
        line.reactanceOhmPerKm() * line.lengthKm(),
        line.susceptanceUsPerKm() * 1e-6 * line.lengthKm(),
        line.maxCurrentA(),
        line.closed(),
        line.closed());
  }

  private static Transformer transformer(
      NetworkConfig.TransformerConfig plate, Map<String, Double> nominal) {
    return new Transformer(
        plate.id(),
        plate.highBus(),
        plate.lowBus(),
        new Transformer.NamePlate(
            plate.ratedPowerVa(),
            nominal.getOrDefault(plate.highBus(), 1.0),
            nominal.getOrDefault(plate.lowBus(), 1.0),
            plate.shortCircuitVoltagePercent(),
            plate.copperLossW(),
            plate.ironLossW(),
            plate.noLoadCurrentPercent()),
        plate.tapPosition(),
        plate.tapStepPercent(),
        0,
        true);
  }
}
