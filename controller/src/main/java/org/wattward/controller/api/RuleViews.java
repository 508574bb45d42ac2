package org.wattward.controller.api;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wattward.controller.api.ApiErrors.Refusal;
import org.wattward.controller.rules.KeptPackage;
import org.wattward.controller.rules.KeptRules.KeptParameter;
import org.wattward.controller.rules.PackageRegistry;
import org.wattward.controller.rules.PackageVersion;
import org.wattward.controller.rules.Trial;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Zone;
import org.wattward.rules.packages.PackageFolder;
import org.wattward.rules.packages.ParameterDeclaration;
import org.wattward.rules.packages.RulePackage;
import org.wattward.rules.packages.ScenarioRunner;

/** What the REST interface says about rules. */
final class RuleViews {
  private static final Pattern PATH =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}){0,2}");

  private RuleViews() {}

  /**
   * A package.
   *
   * @param name its name
   * @param title what it does; empty when none of its versions is in force
   * @param version what the version in force is called
   * @param active the hash of the version in force
   * @param trial the hash of the version on trial
   * @param level priority level of its requests; 0 when none is in force
   * @param zones the zones where it decides
   * @param purpose what it is for
   * @param rules its rules' sentences
   */
  record PackageView(
      String name,
      String title,
      String version,
      @Nullable String active,
      @Nullable String trial,
      int level,
      List<String> zones,
      String purpose,
      List<String> rules) {
    static PackageView of(String name, KeptPackage kept, PackageRegistry registry) {
      Optional<RulePackage> inForce = registry.inForce(name);
      return new PackageView(
          name,
          inForce.map(RulePackage::title).orElse(""),
          inForce.map(RulePackage::version).orElse(""),
          inForce.map(RulePackage::hash).orElse(null),
          kept.trial().orElse(null),
          inForce.map(RulePackage::level).orElse(0),
          registry.site().zones().stream()
              .filter(zone -> zone.packages().contains(name))
              .map(Zone::id)
              .toList(),
          inForce.map(RulePackage::purpose).orElse(""),
          inForce.stream().flatMap(one -> one.rules().stream()).map(rule -> rule.name()).toList());
    }
  }

  /**
   * A version of a package.
   *
   * @param stage draft, tested, shadow, active or retired
   * @param problems why it cannot be used, as a compiler shows them
   */
  record VersionView(
      String name,
      String hash,
      String version,
      String stage,
      Instant loaded,
      String by,
      String why,
      List<String> problems) {
    static VersionView of(PackageVersion version, KeptPackage kept) {
      return new VersionView(
          version.name(),
          version.hash(),
          version.version(),
          kept.stage(version).key(),
          version.loaded(),
          version.by(),
          version.why(),
          version.problems());
    }
  }

  /** A package with its versions, the latest first, and how its trial goes. */
  record PackageDetail(PackageView summary, List<VersionView> versions, List<Trial> trials) {}

  /**
   * A parameter of a package in force.
   *
   * @param value its value now
   * @param setBy who set it while the program ran, if anybody did
   */
  record ParameterView(
      String name,
      String title,
      String unit,
      double min,
      double max,
      double defaultValue,
      double value,
      @Nullable String setBy,
      @Nullable Instant set,
      @Nullable String why) {
    static ParameterView of(String of, ParameterDeclaration declared, PackageRegistry registry) {
      Optional<KeptParameter> set =
          Optional.ofNullable(registry.parameters().set().get(of + "/" + declared.name()));
      return new ParameterView(
          declared.name(),
          declared.title(),
          declared.unit().symbol(),
          declared.min(),
          declared.max(),
          declared.defaultValue(),
          registry.parameters().value(of, declared),
          set.map(KeptParameter::by).orElse(null),
          set.map(KeptParameter::set).orElse(null),
          set.map(KeptParameter::why).orElse(null));
    }
  }

  /**
   * A package's files.
   *
   * @param texts the text files, by path
   * @param base64 the other files (spreadsheets), by path, in Base64
   * @param why why it is loaded; not needed to check or to test it
   */
  record Files(
      @Nullable Map<String, String> texts,
      @Nullable Map<String, String> base64,
      @Nullable String why) {
    static Files of(PackageFolder folder) {
      Map<String, String> texts = new TreeMap<>();
      Map<String, String> base64 = new TreeMap<>();
      folder
          .files()
          .forEach((path, content) -> {
            if (path.endsWith(".xlsx")) {
              base64.put(path, Base64.getEncoder().encodeToString(content));
            } else {
              texts.put(path, new String(content, StandardCharsets.UTF_8));
            }
          });
      return new Files(texts, base64, null);
    }

    /** The folder of these files. */
    PackageFolder folder(String name) {
      if (!PointId.isDeviceId(name)) {
        throw Refusal.invalid(
            "\"%s\" cannot name a package. Use lower-case letters, digits and hyphens."
                .formatted(name));
      }
      SortedMap<String, byte[]> files = new TreeMap<>();
      if (texts != null) {
        texts.forEach((path, text) -> files.put(path, text.getBytes(StandardCharsets.UTF_8)));
      }
      if (base64 != null) {
        base64.forEach((path, text) -> files.put(path, decoded(path, text)));
      }
      files.keySet().stream()
          .filter(path -> !PATH.matcher(path).matches())
          .findFirst()
          .ifPresent(path -> {
            throw Refusal.invalid(
                "\"%s\" cannot name a file of a package. Give a path like rules.drl or tests/day.yaml."
                    .formatted(path));
          });
      if (files.isEmpty()) {
        throw Refusal.invalid(
            "There are no files. Give {\"texts\": {\"package.yaml\": …, \"rules.drl\": …}}.");
      }
      return new PackageFolder(name, files);
    }

    private static byte[] decoded(String path, String text) {
      try {
        return Base64.getDecoder().decode(text);
      } catch (IllegalArgumentException e) {
        throw Refusal.invalid("%s is not in Base64: %s".formatted(path, e.getMessage()));
      }
    }
  }

  /** What a check came to. */
  record CheckView(String name, boolean right, List<String> problems) {}

  /** What the tests came to. */
  record TestView(
      String name,
      boolean passed,
      List<String> problems,
      List<StepView> steps,
      List<String> neverFired,
      List<String> neverSilent) {
    static TestView of(String name, ScenarioRunner.Report report) {
      List<StepView> steps = new ArrayList<>();
      report
          .steps()
          .forEach(step ->
              steps.add(
                  new StepView(
                      step.scenario().name(),
                      step.step(),
                      step.passed(),
                      step.given(),
                      step.expected(),
                      step.got())));
      return new TestView(
          name,
          report.passed(),
          List.of(),
          steps,
          report.neverFired().stream().sorted().toList(),
          report.neverSilent().stream().sorted().toList());
    }
  }

  /** One step of a scenario. */
  record StepView(
      String scenario,
      int step,
      boolean passed,
      List<String> given,
      List<String> expected,
      List<String> got) {}

  /** Which version is meant, and why. */
  record VersionOrder(@Nullable String hash, @Nullable String why) {}

  /** A parameter's new value in its unit, and why. */
  record ParameterOrder(@Nullable Double value, @Nullable String why) {}
}
