package org.wattward.devices.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.template.Address.BrowseName;
import org.wattward.devices.template.Address.Deadband;
import org.wattward.devices.template.Address.NodePlace;
import org.wattward.devices.template.Address.OpcUaNode;
import org.wattward.devices.template.Address.Sampling;
import org.wattward.devices.yaml.Fields;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.Quantity;
import org.wattward.devices.yaml.YamlNode;
import org.wattward.devices.yaml.YamlNode.Mapping;

/** Reads where a point lives on OPC UA. */
record NodeReader(String namespace, Problems problems) {
  private static final String NAMESPACE_PREFIX = "nsu=";

  /**
   * Reads an address, the point's shape checked.
   *
   * @param unit the point's unit
   * @param factor from the device's unit to the point's
   */
  OpcUaNode read(Mapping point, Unit unit, double factor) {
    List<String> element =
        point.text("element").map(text -> List.of(text.substring(1).split("/"))).orElse(List.of());
    Sampling sampling =
        point
            .mapping("sampling")
            .map(it -> sampling(it, unit, Sampling.USUAL))
            .orElse(Sampling.USUAL);
    return new OpcUaNode(place(point), element, sampling, factor);
  }

  private NodePlace place(Mapping point) {
    List<BrowseName> names = new ArrayList<>();
    for (YamlNode item : point.items("browsePath")) {
      if (item instanceof YamlNode.Scalar name) {
        names.add(browseName(name.value()));
      }
    }
    if (!names.isEmpty()) {
      return new NodePlace.BrowsePath(names);
    }
    BrowseName id = browseName(point.text("node").orElse(""));
    return new NodePlace.Id(id.namespaceUri(), id.name());
  }

  /**
   * A name or identifier of the template's namespace, unless it names one (OPC 10000-6, 5.1.12).
   */
  private BrowseName browseName(String text) {
    int end = text.indexOf(';');
    return text.startsWith(NAMESPACE_PREFIX) && end > 0
        ? new BrowseName(text.substring(NAMESPACE_PREFIX.length(), end), text.substring(end + 1))
        : new BrowseName(namespace, text);
  }

  /** What differs from what is known. */
  Sampling sampling(Mapping mapping, Unit unit, Sampling known) {
    Optional<YamlNode> amount = mapping.get("deadband");
    Optional<YamlNode> percent = mapping.get("deadbandPercent");
    if (amount.isPresent() && percent.isPresent()) {
      problems.add(
          percent.get(),
          "The deadband is given twice.",
          "Write deadband or deadbandPercent, not both.");
    }
    Deadband deadband = known.deadband();
    if (amount.isPresent()) {
      deadband = absolute(amount.get(), unit);
    } else if (percent.isPresent()) {
      deadband =
          new Deadband.Percent(
              new Fields(mapping).quantity("deadbandPercent", Unit.PERCENT).orElse(1));
    }
    return new Sampling(deadband, new Fields(mapping).whole("queue").orElse(known.queue()));
  }

  /** A deadband is a difference, so where a unit's zero lies does not matter. */
  private Deadband absolute(YamlNode node, Unit unit) {
    OptionalDouble read = Quantity.read(node, unit, problems);
    if (read.isEmpty()) {
      return new Deadband.None();
    }
    double amount =
        Quantity.readAny(node, problems)
            .filter(written -> written.unit().dimension() == unit.dimension())
            .map(written ->
                written.unit().convert(written.value(), unit) - written.unit().convert(0, unit))
            .orElse(read.getAsDouble());
    if (amount < 0) {
      problems.add(node, "The deadband cannot be negative.", "Write 0 %s or more.".formatted(unit));
    }
    return amount > 0 ? new Deadband.Absolute(amount) : new Deadband.None();
  }
}
