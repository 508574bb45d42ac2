package org.wattward.protocols.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.Optional;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DataChangeTrigger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DeadbandType;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoringFilter;
import org.wattward.devices.template.Address.Deadband;

/** Deadbands as servers want them (OPC 10000-4, 7.22.2), in raw numbers. Pure. */
final class Deadbands {
  private static final double PERCENT = 100;

  private static final Set<Long> REFUSALS =
      Set.of(
          StatusCodes.Bad_MonitoredItemFilterUnsupported,
          StatusCodes.Bad_MonitoredItemFilterInvalid,
          StatusCodes.Bad_FilterNotAllowed,
          StatusCodes.Bad_DeadbandFilterInvalid);

  private Deadbands() {}

  /** What is asked for a point; nothing for every change. */
  static Optional<MonitoringFilter> first(NodePoint point) {
    return switch (point.sampling().deadband()) {
      case Deadband.None() -> Optional.empty();
      case Deadband.Absolute(double amount) -> Optional.of(absolute(point, amount));
      case Deadband.Percent(double percent) -> Optional.of(filter(DeadbandType.Percent, percent));
    };
  }

  /** What is asked when the server does not take a filter; nothing for every change. */
  static Optional<MonitoringFilter> weaker(NodePoint point, MonitoringFilter refused) {
    double range = point.template().max() - point.template().min();
    boolean wasPercent =
        refused instanceof DataChangeFilter filter
            && filter.getDeadbandType().intValue() == DeadbandType.Percent.getValue();
    return wasPercent
            && point.sampling().deadband() instanceof Deadband.Percent(double percent)
            && Double.isFinite(range)
            && range > 0
        ? Optional.of(absolute(point, range * percent / PERCENT))
        : Optional.empty();
  }

  /** Whether a server's answer is about the filter. */
  static boolean isRefused(StatusCode code) {
    return REFUSALS.contains(code.value());
  }

  private static MonitoringFilter absolute(NodePoint point, double amount) {
    return filter(DeadbandType.Absolute, amount / Math.abs(point.scale()));
  }

  private static MonitoringFilter filter(DeadbandType type, double value) {
    return new DataChangeFilter(DataChangeTrigger.StatusValue, uint(type.getValue()), value);
  }
}
