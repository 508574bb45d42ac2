package org.wattward.sim.field.opcua;

import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilter;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilterContext;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.Form;
import org.wattward.devices.time.Time;
import org.wattward.sim.field.Health;
import org.wattward.sim.field.SimulatedDevice;
import org.wattward.sim.field.WriteGate;

/** One point as a variable node: Double for numbers and counters, Boolean, or Int32 for states. */
final class NodePoint {
  private final SimulatedDevice device;
  private final int slot;
  private final PointTemplate point;
  private final double scale;
  private final UaVariableNode node;
  private final Time time;

  NodePoint(SimulatedDevice device, int slot, double scale, UaVariableNode node, Time time) {
    this.device = device;
    this.slot = slot;
    this.point = device.device().points().get(slot);
    this.time = time;
    this.scale = scale;
    this.node = node;
    if (point.isWritable()) {
      node.getFilterChain().addLast(new FieldFilter());
    }
  }

  int slot() {
    return slot;
  }

  UaVariableNode node() {
    return node;
  }

  static NodeId dataType(Form form) {
    return switch (form) {
      case NUMBER, COUNTER -> NodeIds.Double;
      case SWITCH -> NodeIds.Boolean;
      case STATE -> NodeIds.Int32;
    };
  }

  void show(double value, StatusCode status, DateTime sourceTime) {
    Variant variant = status.isGood() ? variant(value / scale) : Variant.NULL_VALUE;
    node.setValue(new DataValue(variant, status, sourceTime));
  }

  private Variant variant(double raw) {
    return switch (point.form()) {
      case NUMBER, COUNTER -> Variant.ofDouble(raw);
      case SWITCH -> Variant.ofBoolean(raw != 0);
      case STATE -> Variant.ofInt32((int) Math.round(raw));
    };
  }

  /** Takes what is written; whether it has an effect. */
  private boolean take(DataValue written) throws UaException {
    Health health = device.health();
    pause(health);
    if (health.unplugged() || health.silent() || health.halfOpen()) {
      throw new UaException(StatusCodes.Bad_NoCommunication);
    }
    if (health.exceptionCode() != 0) {
      throw new UaException(StatusCodes.Bad_UnexpectedError);
    }
    double value = number(written.value().value()) * scale;
    if (!Double.isFinite(value) || !device.gate().accepts(device.quirks(), slot, value)) {
      throw new UaException(StatusCodes.Bad_OutOfRange);
    }
    WriteGate.Pace pace = device.gate().soon(device.quirks(), time.nanos());
    if (pace == WriteGate.Pace.REFUSED) {
      throw new UaException(StatusCodes.Bad_TooManyOperations);
    }
    if (pace == WriteGate.Pace.IGNORED) {
      return false;
    }
    device.gate().passed(time.nanos());
    device.written(slot, value);
    return true;
  }

  private void pause(Health health) throws UaException {
    try {
      time.sleep(health.delay());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UaException(StatusCodes.Bad_Shutdown, e);
    }
  }

  private static double number(@Nullable Object written) throws UaException {
    return switch (written) {
      case Number number -> number.doubleValue();
      case Boolean flag -> flag ? 1 : 0;
      case null, default -> throw new UaException(StatusCodes.Bad_TypeMismatch);
    };
  }

  /** Hands what is written to the device before it is shown, and tells it what is read. */
  private final class FieldFilter implements AttributeFilter {
    @Override
    public @Nullable Object readAttribute(AttributeFilterContext context, AttributeId attribute)
        throws UaException {
      if (attribute == AttributeId.Value) {
        device.read(slot);
      }
      return context.readAttribute(attribute);
    }

    @Override
    public void writeAttribute(
        AttributeFilterContext context, AttributeId attribute, @Nullable Object value)
        throws UaException {
      boolean effective =
          attribute != AttributeId.Value || !(value instanceof DataValue written) || take(written);
      if (effective) {
        context.writeAttribute(attribute, value);
      }
    }
  }
}
