package org.wattward.controller.rules;

import java.util.Map;
import org.wattward.rules.packages.PackageFolder;

/** A package that limits the heat pumps of the test site, in variants. */
public final class Example {
  public static final String NAME = "test";

  private Example() {}

  /** A right package that limits to so many watts. */
  public static PackageFolder limitingTo(int limitW) {
    return folder(NAME, 11, limitW, limitW);
  }

  /** A package whose test expects something else than its rule does. */
  public static PackageFolder failing(int limitW) {
    return folder(NAME, 11, limitW, limitW + 1);
  }

  public static PackageFolder folder(String name, int level, int limitW, int expectedW) {
    return PackageFolder.ofTexts(name, texts(name, level, limitW, expectedW));
  }

  public static Map<String, String> texts(String name, int level, int limitW, int expectedW) {
    return Map.of(
        "package.yaml",
        """
        package: %s
        title: Limits heat pumps
        version: 1.0.%d
        level: %d
        purpose: For tests.
        sources: [none]
        zones: [feeder]
        facts: [HeatPump]
        parameters:
          threshold: {title: above which it limits, unit: W, min: 100, max: 9000, default: 1000}
        """
            .formatted(name, limitW % 10_000, level),
        "rules.drl",
        """
        package wattward.test

        import org.wattward.rules.conclusions.SetPoint
        import org.wattward.rules.facts.HeatPump

        global Double threshold

        rule "A strong heat pump is limited"
        when
            HeatPump($device : device, hasPower, powerW > threshold, offersPowerLimit)
        then
            insertLogical(new SetPoint($device, "powerLimit", %d, 60, "It is strong."));
        end
        """
            .formatted(limitW),
        "tests/limit.yaml",
        """
        - scenario: a strong heat pump is limited, a weak one is not
          steps:
            - facts:
                HeatPump: {device: hp, hasPower: true, powerW: 1001, offersPowerLimit: true}
              expect: ["set hp/powerLimit = %d"]
            - facts:
                HeatPump: {device: hp, powerW: 1000}
              expect: []
        """
            .formatted(expectedW));
  }
}
