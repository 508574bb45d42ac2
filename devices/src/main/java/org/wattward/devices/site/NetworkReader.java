package org.wattward.devices.site;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.site.NetworkConfig.BusConfig;
import org.wattward.devices.site.NetworkConfig.LineConfig;
import org.wattward.devices.site.NetworkConfig.TransformerConfig;
import org.wattward.devices.yaml.Fields;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlNode.Mapping;

/** Reads the network; what is wrong in it otherwise is for {@link NetworkCheck} to find. */
record NetworkReader(Problems problems) {
  NetworkConfig read(Mapping network) {
    Names buses = Names.of("bus", network.mappings("buses"), problems);
    Names.of("line", network.mappings("lines"), problems);
    Names.of("transformer", network.mappings("transformers"), problems);
    NetworkCheck check = new NetworkCheck(network, problems);
    List<BusConfig> busConfigs = new ArrayList<>();
    for (Mapping bus : network.mappings("buses")) {
      if (SiteFormat.BUS.accepts(bus)) {
        busConfigs.add(bus(bus));
        check.bus(busConfigs.getLast(), bus);
      }
    }
    List<LineConfig> lines = new ArrayList<>();
    for (Mapping line : network.mappings("lines")) {
      line.get("from").ifPresent(from -> buses.check(from, problems));
      line.get("to").ifPresent(to -> buses.check(to, problems));
      if (SiteFormat.LINE.accepts(line)) {
        lines.add(line(line));
        check.line(lines.getLast(), line);
      }
    }
    List<TransformerConfig> transformers = new ArrayList<>();
    for (Mapping transformer : network.mappings("transformers")) {
      transformer.get("high").ifPresent(high -> buses.check(high, problems));
      transformer.get("low").ifPresent(low -> buses.check(low, problems));
      if (SiteFormat.TRANSFORMER.accepts(transformer)) {
        transformers.add(transformer(transformer));
        check.transformer(transformers.getLast(), transformer);
      }
    }
    check.finish();
    return new NetworkConfig(busConfigs, lines, transformers);
  }

  private static BusConfig bus(Mapping bus) {
    Fields fields = new Fields(bus);
    OptionalDouble slack = fields.quantity("slackVoltage", Unit.ONE);
    return new BusConfig(
        fields.text("id"),
        fields.number("nominalVoltage", Unit.VOLT),
        slack.isPresent() ? Optional.of(slack.getAsDouble()) : Optional.empty());
  }

  private static LineConfig line(Mapping line) {
    Fields fields = new Fields(line);
    return new LineConfig(
        fields.text("id"),
        fields.text("from"),
        fields.text("to"),
        fields.number("length", Unit.KILOMETRE),
        fields.number("resistance", Unit.OHM_PER_KM),
        fields.number("reactance", Unit.OHM_PER_KM),
        fields.number("susceptance", Unit.MICROSIEMENS_PER_KM),
        fields.number("maxCurrent", Unit.AMPERE),
        fields.flag("closed", true));
  }

  private static TransformerConfig transformer(Mapping transformer) {
    Fields fields = new Fields(transformer);
    return new TransformerConfig(
        fields.text("id"),
        fields.text("high"),
        fields.text("low"),
        fields.number("ratedPower", Unit.VA),
        fields.number("shortCircuitVoltage", Unit.PERCENT),
        fields.number("copperLoss", Unit.W),
        fields.number("ironLoss", Unit.W),
        fields.number("noLoadCurrent", Unit.PERCENT),
        fields.whole("tapPosition").orElse(0),
        fields.number("tapStep", Unit.PERCENT));
  }
}
