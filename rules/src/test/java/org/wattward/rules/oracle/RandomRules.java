package org.wattward.rules.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.wattward.rules.facts.FactField;
import org.wattward.rules.facts.FactSchema;
import org.wattward.rules.facts.FactType;

/** Writes random rule files that the reader accepts, from a seed. */
final class RandomRules {
  private static final List<String> TYPES =
      List.of("Battery", "HeatPump", "Meter", "Held", "Sun", "StreetLight", "DemandResponseEvent");
  private static final List<String> COMPARATORS = List.of("==", "!=", "<", "<=", ">", ">=");

  private final Random random;
  private final String id;
  private final List<String> bound = new ArrayList<>();
  private final List<String> devices = new ArrayList<>();
  private int variables;

  RandomRules(long seed, String id) {
    this.random = new Random(seed);
    this.id = id;
  }

  /** A file with one to three rules. */
  String file() {
    String imports =
        TYPES.stream()
            .map(type -> "import org.wattward.rules.facts." + type)
            .collect(Collectors.joining("\n"));
    String rules =
        IntStream.range(0, 1 + random.nextInt(3))
            .mapToObj(this::rule)
            .collect(Collectors.joining("\n"));
    return """
    package oracle.%s
    %s
    import org.wattward.rules.conclusions.Notice
    import org.wattward.rules.conclusions.Condition
    global Double level
    %s
    """
        .formatted(id, imports, rules);
  }

  private String rule(int number) {
    bound.clear();
    devices.clear();
    variables = 0;
    List<String> clauses = new ArrayList<>();
    int matches = 1 + random.nextInt(2);
    for (int i = 0; i < matches; i++) {
      clauses.add(pattern(true));
    }
    if (random.nextInt(3) == 0) {
      clauses.add((random.nextBoolean() ? "not " : "exists ") + pattern(false));
    }
    if (random.nextInt(3) == 0) {
      clauses.add(accumulate());
    }
    String subject = devices.isEmpty() ? "\"none\"" : pick(devices);
    String values = bound.stream().limit(3).map(name -> ", " + name).collect(Collectors.joining());
    String braces = bound.stream().limit(3).map(_ -> " {}").collect(Collectors.joining());
    String name = "%s number %d".formatted(id, number);
    return """
    rule "%s"
    when
        %s
    then
        insertLogical(new Notice(%s, "%s%s"%s));
        insertLogical(new Condition("%s", %s));
    end
    """
        .formatted(
            name,
            String.join("\n    ", clauses),
            subject,
            name,
            braces,
            values,
            name.replace(' ', '-'),
            subject);
  }

  private String pattern(boolean outer) {
    FactType type = FactSchema.type(pick(TYPES)).orElseThrow();
    List<String> before = List.copyOf(bound);
    List<String> devicesBefore = List.copyOf(devices);
    List<String> parts = new ArrayList<>();
    if (outer) {
      text(type).ifPresentBind(parts);
    }
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      parts.add(constraint(type, before, devicesBefore, outer, parts));
    }
    return type.name() + "(" + String.join(", ", parts) + ")";
  }

  /** A text field to bind as subject. */
  private TextField text(FactType type) {
    return new TextField(
        type.fields().values().stream()
            .filter(field -> field.form() == FactField.Form.TEXT)
            .map(FactField::name)
            .findFirst()
            .orElse(""));
  }

  private final class TextField {
    private final String name;

    private TextField(String name) {
      this.name = name;
    }

    private void ifPresentBind(List<String> parts) {
      if (!name.isEmpty()) {
        String variable = variable();
        devices.add(variable);
        parts.add(variable + " : " + name);
      }
    }
  }

  private String constraint(
      FactType type, List<String> numbers, List<String> texts, boolean outer, List<String> parts) {
    List<FactField> fields =
        type.fields().values().stream()
            .filter(field -> field.form() != FactField.Form.TEXT || random.nextInt(3) == 0)
            .toList();
    FactField field = fields.get(random.nextInt(fields.size()));
    return switch (field.form()) {
      case SWITCH -> (random.nextInt(4) == 0 ? "!" : "") + field.name();
      case TEXT ->
          texts.isEmpty() || random.nextBoolean()
              ? field.name() + (random.nextBoolean() ? " == \"a1\"" : " in (\"a1\", \"night\")")
              : field.name() + (random.nextInt(4) == 0 ? " != " : " == ") + pick(texts);
      case NUMBER, WHOLE -> {
        if (field.mayBeAbsent()) {
          parts.add(field.when());
        }
        if (outer && random.nextBoolean()) {
          String variable = variable();
          bound.add(variable);
          parts.add(variable + " : " + field.name());
        }
        yield number(field, numbers);
      }
    };
  }

  private String number(FactField field, List<String> numbers) {
    String one = compare(field.name());
    return switch (random.nextInt(7)) {
      case 0 -> "(" + one + " || " + compare(field.name()) + ")";
      case 1 -> one + " && " + field.name() + " > -100";
      case 2 -> "!(" + one + ")";
      case 3 -> field.name() + (random.nextBoolean() ? " in " : " not in ") + "(0, 3, 50, 20.5)";
      case 4 ->
          numbers.isEmpty()
              ? one
              : "Math.%s(%s * 1.0, %d.5) %s 20"
                  .formatted(
                      random.nextBoolean() ? "min" : "max",
                      field.name(),
                      random.nextInt(60),
                      pick(COMPARATORS));
      default -> one;
    };
  }

  private String compare(String field) {
    String right =
        switch (random.nextInt(4)) {
          case 0 -> "" + random.nextInt(60);
          case 1 -> "-" + random.nextInt(9) + ".5";
          case 2 -> random.nextInt(40) + " + 2.5 * 2";
          default -> random.nextInt(60) + ".25";
        };
    return "%s %s %s".formatted(field, pick(COMPARATORS), right);
  }

  private String accumulate() {
    String p = variable();
    String result = variable();
    String function = pick(List.of("sum", "min", "max", "average"));
    String count = variable();
    String beside =
        bound.isEmpty() || random.nextBoolean() ? "" : ", %s > %s".formatted(result, pick(bound));
    String text =
        "accumulate(Battery(hasPower, %s : powerW); %s : %s(%s), %s : count(); %s > 1%s)"
            .formatted(p, result, function, p, count, count, beside);
    bound.add(0, result);
    bound.add(count);
    return text;
  }

  private String variable() {
    return "$v" + variables++;
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
