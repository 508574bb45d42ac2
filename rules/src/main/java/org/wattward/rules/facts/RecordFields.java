package org.wattward.rules.facts;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.wattward.devices.WattwardException;
import org.wattward.devices.quantity.Unit;
import org.wattward.rules.facts.FactField.Access;
import org.wattward.rules.facts.FactField.Form;

/** Reads the components of a fact record with their annotations; done once for each record. */
final class RecordFields {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private RecordFields() {}

  /** The fields that rules may use: numbers, switches and texts. */
  static List<FactField> of(Class<? extends Fact> type) {
    RecordComponent[] components = type.getRecordComponents();
    List<FactField> fields = new ArrayList<>();
    for (RecordComponent component : components) {
      form(component.getType()).ifPresent(form -> fields.add(field(component, form, components)));
    }
    return fields;
  }

  private static Optional<Form> form(Class<?> type) {
    if (type == double.class) {
      return Optional.of(Form.NUMBER);
    }
    if (type == int.class) {
      return Optional.of(Form.WHOLE);
    }
    if (type == boolean.class) {
      return Optional.of(Form.SWITCH);
    }
    return type == String.class ? Optional.of(Form.TEXT) : Optional.empty();
  }

  private static FactField field(
      RecordComponent component, Form form, RecordComponent[] components) {
    In in = component.getAnnotation(In.class);
    From from = component.getAnnotation(From.class);
    Offers offers = component.getAnnotation(Offers.class);
    if (form.isNumber() && in == null) {
      throw new WattwardException(
          "The number %s has no unit. Maybe @In is missing.".formatted(component));
    }
    Optional<Unit> unit = in == null ? Optional.empty() : Optional.of(in.value());
    String when = in != null ? in.when() : from != null ? from.when() : "";
    return new FactField(
        component.getName(),
        form,
        unit,
        when,
        offers == null ? "" : offers.value(),
        points(component, components),
        access(component, form));
  }

  /** The points behind a field; behind a {@code has…} field those of what it tells about. */
  private static List<String> points(RecordComponent component, RecordComponent[] components) {
    List<String> points = new ArrayList<>(ownPoints(component));
    for (RecordComponent other : components) {
      In in = other.getAnnotation(In.class);
      From from = other.getAnnotation(From.class);
      if ((in != null && in.when().equals(component.getName()))
          || (from != null && from.when().equals(component.getName()))) {
        points.addAll(ownPoints(other));
      }
    }
    return points.stream().distinct().toList();
  }

  private static List<String> ownPoints(RecordComponent component) {
    In in = component.getAnnotation(In.class);
    From from = component.getAnnotation(From.class);
    return in != null
        ? Arrays.asList(in.from())
        : from != null ? Arrays.asList(from.value()) : List.of();
  }

  @SuppressWarnings("unchecked") // the function is made for the interface named beside it
  private static Access access(RecordComponent component, Form form) {
    return switch (form) {
      case NUMBER, WHOLE ->
          new Access.OfNumber(
              (ToDoubleFunction<Object>)
                  reader(component, ToDoubleFunction.class, "applyAsDouble", double.class));
      case SWITCH ->
          new Access.OfSwitch(
              (Predicate<Object>) reader(component, Predicate.class, "test", boolean.class));
      case TEXT ->
          new Access.OfText(
              (Function<Object, Object>) reader(component, Function.class, "apply", Object.class));
    };
  }

  /** A function that calls the accessor as fast as written code does. */
  private static Object reader(
      RecordComponent component, Class<?> function, String method, Class<?> result) {
    try {
      MethodHandle accessor = LOOKUP.unreflect(component.getAccessor());
      Class<?> owner = component.getDeclaringRecord();
      MethodType asked = MethodType.methodType(result, Object.class);
      Class<?> given = result == double.class ? component.getType() : result;
      MethodType actual =
          MethodType.methodType(given == Object.class ? String.class : given, owner);
      return LambdaMetafactory.metafactory(
              LOOKUP,
              method,
              MethodType.methodType(function),
              asked,
              accessor,
              result == double.class ? actual.changeReturnType(double.class) : actual)
          .getTarget()
          .invoke();
    } catch (Throwable e) {
      throw new WattwardException("The field %s cannot be read.".formatted(component), e);
    }
  }
}
