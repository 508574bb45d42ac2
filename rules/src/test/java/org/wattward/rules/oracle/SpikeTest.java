package org.wattward.rules.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.*;
import org.junit.jupiter.api.Test;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.time.Time;
import org.wattward.rules.engine.RuleEngine;
import org.wattward.rules.facts.*;
import org.wattward.rules.facts.Calendar;
import org.wattward.rules.read.*;

class SpikeTest {
  static final String DRL = """
package wattward.spike

import org.wattward.rules.facts.Battery
import org.wattward.rules.facts.Held
import org.wattward.rules.facts.Sun
import org.wattward.rules.facts.Calendar
import org.wattward.rules.conclusions.SetPoint
import org.wattward.rules.conclusions.LimitPoint
import org.wattward.rules.conclusions.Notice
import org.wattward.rules.conclusions.Condition

global Double reserve

rule "A full battery may discharge at night"
when
    Sun(elevationDeg < -3)
    $b : Battery($device : device, hasStateOfCharge, $soc : stateOfChargePercent > reserve, offersPowerSetpoint)
then
    insertLogical(new SetPoint($device, "powerSetpoint", -50, 60, "Night and {} % are left", $soc));
end

rule "x2"
when
    Battery($device : device, hasStateOfCharge, $soc : stateOfChargePercent, offersPowerSetpoint, stateOfChargePercent > reserve * 1.5 || !hasPower)
    not Held(condition == "night", subject == $device, seconds >= 60)
    exists Held(subject == $device)
    accumulate(Battery(hasPower, $p : powerW); $sum : sum($p), $n : count(); $sum > 100 * 1.0, $n >= 1)
    accumulate(Battery(hasPower, $q : powerW); $max : max($q), $min : min($q), $avg : average($q))
then
    insertLogical(new LimitPoint($device, "powerSetpoint", -Math.min($soc / 2.0, 30), 50, 60, "sum {} n {} max {}", $sum, $n, $max));
    insertLogical(new Notice($device, "avg {} min {}", $avg, $min));
    insertLogical(new Condition("x", $device));
end
""";

  @Test
  void spike() {
    String drl = DRL.replace("$soc : stateOfChargePercent > reserve,", "$soc : stateOfChargePercent, stateOfChargePercent > reserve,");
    var outcome = RuleReader.read("spike.drl", drl, new RuleContext(Map.of("reserve", Unit.PERCENT), Optional.empty()));
    if (outcome instanceof ReadOutcome.Refused r) {
      r.problems().forEach(p -> System.out.println(p.shown()));
    }
    var file = ((ReadOutcome.Accepted) outcome).file();
    List<Fact> facts = List.of(new Sun(-5),
       new Battery("b1", 0, true, 500, true, 80, true, 5000, true, 10000, true),
       new Battery("b2", 1, false, 0, true, 20, true, 5000, true, 10000, true),
       new Held("day", "b2", 5), new Held("night", "b1", 10));
    var params = Map.of("reserve", 30.0);
    var engine = new RuleEngine(file.rules(), params, RuleEngine.Limits.USUAL, Time.system());
    Set<String> ours = new TreeSet<>();
    engine.run(facts).conclusions().forEach(c -> { ours.add(c.conclusion().toString()); System.out.println(c); });
    try (var oracle = DroolsOracle.of("spike", List.of(drl))) {
      var theirs = oracle.conclude(facts, params);
      theirs.forEach(System.out::println);
      assertThat(ours).isEqualTo(theirs);
    }
  }
}
