package org.wattward.protocols.opcua;

import java.lang.reflect.Array;
import org.eclipse.milo.opcua.sdk.core.types.DynamicEnumType;
import org.eclipse.milo.opcua.sdk.core.types.DynamicStructType;
import org.eclipse.milo.opcua.sdk.core.types.DynamicUnionType;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.UaRuntimeException;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.UaEnumeratedType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;

/**
 * Finds a number inside a value: by index in arrays, by name in structures, whose types it asks the
 * server for when it meets one for the first time. Safe on any thread, but it may block.
 */
final class Elements {
  /** For values without structures. */
  static final Elements NO_STRUCTURES =
      new Elements(() -> {
        throw new UaException(StatusCodes.Bad_DataTypeIdUnknown);
      });

  private final Types types;

  /** Where the types of structures come from. */
  interface Types {
    /** The server's types; asks the server. */
    EncodingContext context() throws UaException;
  }

  /** Nothing of use is there. */
  record None(String reason) {}

  Elements(Types types) {
    this.types = types;
  }

  /**
   * What a point's number is in its variable's value.
   *
   * @return a number, a switch, or anything else that is there; {@link None} when nothing is
   */
  @Nullable Object in(@Nullable Object value, NodePoint point) {
    if (point.element().isEmpty() || value == null) {
      return plain(value);
    }
    if (point.isInArray() && value.getClass().isArray() && Array.getLength(value) == 1) {
      return plain(Array.get(value, 0)); // the server cut it out
    }
    Object here = value;
    for (String step : point.element()) {
      here = step(here, step, point);
      if (here == null || here instanceof None) {
        return here == null ? new None(step + " is empty in " + point.node()) : here;
      }
    }
    return plain(here);
  }

  private @Nullable Object step(Object value, String step, NodePoint point) {
    return switch (value) {
      case Variant variant when variant.value() != null -> step(variant.value(), step, point);
      case ExtensionObject encoded -> decodedStep(encoded, step, point);
      case DynamicStructType structure ->
          structure.getMembers().containsKey(step)
              ? structure.getMembers().get(step)
              : new None(
                  "%s has no member %s, only %s"
                      .formatted(point.node(), step, structure.getMembers().keySet()));
      case DynamicUnionType union ->
          union
              .getValue()
              .filter(chosen -> chosen.fieldName().equals(step))
              .<Object>map(DynamicUnionType.UnionValue::fieldValue)
              .orElseGet(() -> new None("%s holds another choice now".formatted(point.node())));
      case Matrix matrix -> item(matrix.nestedArrayValue(), step, point);
      default -> item(value, step, point);
    };
  }

  private @Nullable Object decodedStep(ExtensionObject encoded, String step, NodePoint point) {
    try {
      return step(encoded.decode(types.context()), step, point);
    } catch (UaRuntimeException | UaException e) {
      return new None(
          "%s holds a structure whose type the server does not tell: %s"
              .formatted(point.node(), StatusNames.of(e)));
    }
  }

  private static @Nullable Object item(Object value, String step, NodePoint point) {
    if (!value.getClass().isArray() || !step.chars().allMatch(Character::isDigit)) {
      return new None(
          "%s holds a %s, in which there is no %s"
              .formatted(point.node(), value.getClass().getSimpleName(), step));
    }
    int length = Array.getLength(value);
    int index = step.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(step);
    return index < length
        ? Array.get(value, index)
        : new None("%s has %d items, counted from 0".formatted(point.node(), length));
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case DynamicEnumType number -> number.getValue();
      case UaEnumeratedType number -> number.getValue();
      case Variant variant -> plain(variant.value());
      case null -> null;
      case Object other -> other;
    };
  }
}
