package org.wattward.rules.facts;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import org.wattward.devices.WattwardException;

/** Makes facts from named values, for tests of rules and for explanations. */
public final class FactFactory {
  private FactFactory() {}

  /**
   * Makes a fact.
   *
   * @param type its type
   * @param values its fields: {@link Double} for numbers, {@link Boolean} for switches, {@link
   *     String} for texts. What is not given is 0, off or empty; a field that may be absent is
   *     present when it is given
   */
  public static Fact make(FactType type, Map<String, Object> values) {
    RecordComponent[] components = type.type().getRecordComponents();
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      arguments[i] = argument(components[i], type, values);
    }
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      MethodHandle constructor =
          MethodHandles.lookup()
              .findConstructor(type.type(), MethodType.methodType(void.class, types));
      return (Fact) constructor.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new WattwardException("A %s cannot be made.".formatted(type.name()), e);
    }
  }

  private static Object argument(
      RecordComponent component, FactType type, Map<String, Object> values) {
    String name = component.getName();
    Object value = values.get(name);
    Class<?> wanted = component.getType();
    if (wanted == double.class) {
      return value instanceof Double number ? number : 0.0;
    }
    if (wanted == int.class) {
      return value instanceof Double number ? number.intValue() : 0;
    }
    if (wanted == boolean.class) {
      return value instanceof Boolean on ? on : isImplied(name, type, values);
    }
    if (wanted == String.class) {
      return value instanceof String text ? text : "";
    }
    return new Feeder.Sources(Map.of());
  }

  private static boolean isImplied(String guard, FactType type, Map<String, Object> values) {
    return type.fields().values().stream()
        .anyMatch(field -> field.when().equals(guard) && values.containsKey(field.name()));
  }
}
