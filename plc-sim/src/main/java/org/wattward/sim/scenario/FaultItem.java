package org.wattward.sim.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.yaml.Fields;
import org.wattward.devices.yaml.Nearest;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlNode;
import org.wattward.devices.yaml.YamlNode.Mapping;
import org.wattward.sim.field.Fault;
import org.wattward.sim.scenario.Scenario.Lot;
import org.wattward.sim.scenario.Scenario.ScriptedFault;

/**
 * Reads an item of the script, its shape checked.
 *
 * @param moments reads when it begins
 * @param problems takes what is wrong
 */
record FaultItem(Moments moments, Problems problems) {

  Optional<ScriptedFault> read(Mapping item, List<Device> devices) {
    Fields fields = new Fields(item);
    String what = fields.text("what");
    Fault fault = FaultFormat.fault(what, fields);
    checkPoint(item, fault, devices);
    Optional<Duration> lasts = FaultFormat.lasts(what, fields);
    Lot lot = lot(item, fields, devices);
    checkRepeats(item, lasts, lot);
    return moments
        .requiredBeginning(item)
        .map(from ->
            new ScriptedFault(
                item.at().line(),
                what,
                fault,
                from,
                lasts,
                devices.stream().map(Device::id).toList(),
                lot));
  }

  private Lot lot(Mapping item, Fields fields, List<Device> devices) {
    OptionalInt pick = fields.whole("pick");
    if (pick.isPresent() && !devices.isEmpty() && pick.getAsInt() > devices.size()) {
      problems.add(
          item.get("pick").orElse(item),
          "%d devices cannot be picked out of %d.".formatted(pick.getAsInt(), devices.size()),
          "Write at most %d, or leave it away for all.".formatted(devices.size()));
    }
    return new Lot(
        pick,
        fields.duration("jitter", Duration.ZERO),
        fields.whole("times").orElse(1),
        fields.duration("every", Duration.ZERO));
  }

  private void checkRepeats(Mapping item, Optional<Duration> lasts, Lot lot) {
    Optional<YamlNode> times = item.get("times");
    Optional<YamlNode> every = item.get("every");
    if (times.isPresent() != every.isPresent()) {
      problems.add(
          times.or(() -> every).orElse(item),
          "What comes again needs both times and every.",
          times.isPresent() ? "Add every: 6 h." : "Add times: 4.");
      return;
    }
    if (every.isPresent() && lasts.isEmpty()) {
      problems.add(
          every.get(), "What lasts to the end cannot come again.", "Add for: how long it lasts.");
    } else if (every.isPresent()) {
      Duration longest = lasts.orElse(Duration.ZERO).plus(lot.jitter());
      if (lot.every().compareTo(longest) <= 0) {
        problems.add(
            every.get(),
            "It comes again after %s and may last until %s after the first time."
                .formatted(Moments.words(lot.every()), Moments.words(longest)),
            "Write more than %s.".formatted(Moments.words(longest)));
      }
    }
  }

  private void checkPoint(Mapping item, Fault fault, List<Device> devices) {
    Optional<YamlNode> node = item.get("point");
    if (node.isEmpty()) {
      return;
    }
    String point = item.text("point").orElse("");
    if (!QuirkSection.hasPoint(node.get(), point, devices, problems)) {
      return;
    }
    for (Device device : devices) {
      PointTemplate known = device.template().point(point).orElseThrow();
      boolean counts = known.form() == PointTemplate.Form.COUNTER;
      if (fault instanceof Fault.CounterReset && !counts) {
        problems.add(
            node.get(),
            "%s/%s counts nothing.".formatted(device.id(), point),
            Nearest.advice(point, counters(device), "counters"));
        return;
      }
      if (fault instanceof Fault.Stuck && known.isWritable()) {
        problems.add(
            node.get(),
            "%s/%s is a setpoint and shows what was written.".formatted(device.id(), point),
            "Name a point that is measured.");
        return;
      }
    }
  }

  private static List<String> counters(Device device) {
    return device.points().stream()
        .filter(point -> point.form() == PointTemplate.Form.COUNTER)
        .map(PointTemplate::name)
        .toList();
  }
}
