package org.wattward.devices.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.devices.template.Address.BrowseName;
import org.wattward.devices.template.Address.Deadband;
import org.wattward.devices.template.Address.NodePlace;
import org.wattward.devices.template.Address.OpcUaNode;
import org.wattward.devices.template.Address.Sampling;
import org.wattward.devices.yaml.InvalidFile;

class NodeReaderTest {
  private static final String HEAD =
      """
      id: t
      title: T
      kind: heat-pump
      protocol: opc-ua
      namespace: urn:own
      source: a test
      points:
      """;

  private static OpcUaNode node(String yaml) {
    return (OpcUaNode)
        TemplateReader.read("t.yaml", HEAD + "  " + yaml + "\n").points().getFirst().address();
  }

  @Test
  void whatIsLeftOutHasAUsualValue() {
    assertThat(node("power: {range: [0 W, 9 kW], node: s=P}"))
        .isEqualTo(new OpcUaNode("urn:own", "s=P", 1));
  }

  @Test
  void aNodeMayBeOfAnotherNamespace() {
    assertThat(node("power: {range: [0 W, 9 kW], node: nsu=urn:other;i=7}").place())
        .isEqualTo(new NodePlace.Id("urn:other", "i=7"));
  }

  @Test
  void aBrowsePathNamesNamespacesWhereTheyDiffer() {
    NodePlace place =
        node("power: {range: [0 W, 9 kW], browsePath: [nsu=urn:di;DeviceSet, \"${device}\", P]}")
            .place();

    assertThat(place)
        .isEqualTo(
            new NodePlace.BrowsePath(
                List.of(
                    new BrowseName("urn:di", "DeviceSet"),
                    new BrowseName("urn:own", "${device}"),
                    new BrowseName("urn:own", "P"))));
    assertThat(place.text()).isEqualTo("/nsu=urn:di;DeviceSet/nsu=urn:own;${device}/nsu=urn:own;P");
  }

  @ParameterizedTest
  @CsvSource({
    // element, steps, can be set
    "/3, 3, true",
    "/phases/1/power, phases 1 power, false",
    "/0/1, 0 1, false",
  })
  void anElementIsAWayIntoAValue(String element, String steps, boolean settable) {
    OpcUaNode node = node("power: {range: [0 W, 9 kW], node: s=P, element: %s}".formatted(element));

    assertThat(node.element()).containsExactly(steps.split(" "));
    assertThat(node.isSettable()).isEqualTo(settable);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "power: {range: [0 W, 9 kW], node: s=P, sampling: {deadband: 0.5 kW}}|500|10",
        "power: {unit: kW, range: [0 W, 9 kW], node: s=P, sampling: {deadband: 5 W, queue: 1}}|5|1",
        "roomTemp: {range: [0 °C, 40 °C], node: s=T, sampling: {deadband: 0.5 °C, queue: 3}}|0.5|3",
      })
  void aDeadbandIsADifferenceInTheUnitOfThePoint(String point, double amount, int queue) {
    assertThat(node(point).sampling())
        .isEqualTo(new Sampling(new Deadband.Absolute(amount), queue));
  }

  @Test
  void aDeadbandMayBeAPartOfTheRange() {
    assertThat(
            node("power: {range: [0 W, 9 kW], node: s=P, sampling: {deadbandPercent: 2 %}}")
                .sampling())
        .isEqualTo(new Sampling(new Deadband.Percent(2), 10));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "power: {range: [0 W, 1 W], node: x=a}"
            + "|\"x=a\" is not a node id. Write s=… or i=…, or nsu=URI;s=….",
        "power: {range: [0 W, 1 W], node: s=a, browsePath: [A]}"
            + "|The point is given by node and browsePath. With protocol opc-ua write node or"
            + " browsePath, or fixed for a constant.",
        "power: {range: [0 W, 1 W], node: s=a, element: 3}"
            + "|\"3\" is not a place in a value. Write /3 for an array, /phases/1/power for a"
            + " structure.",
        "power: {range: [0 W, 1 W], fixed: 1 W, sampling: {queue: 2}}"
            + "|The key \"sampling\" belongs to OPC UA nodes, and this point has none. Leave"
            + " sampling away.",
        "power: {range: [0 W, 1 W], node: s=a, sampling: {deadband: 1 W, deadbandPercent: 1 %}}"
            + "|The deadband is given twice. Write deadband or deadbandPercent, not both.",
        "power: {range: [0 W, 1 W], node: s=a, sampling: {deadband: -1 W}}"
            + "|The deadband cannot be negative. Write 0 W or more.",
        "power: {range: [0 W, 1 W], node: s=a, sampling: {deadband: 1 °C}}"
            + "|1 °C is a temperature, but a power in W is needed. Write a number with its unit,"
            + " for example 10 W.",
        "power: {range: [0 W, 1 W], node: s=a, sampling: {deadbandPercent: 101 %}}"
            + "|\"101 %\" cannot be right. Write 0.001 to 100 %.",
        "power: {range: [0 W, 1 W], node: s=a, sampling: {queue: 0}}"
            + "|A number of values cannot be 0. Write a number of values from 1 to 1000.",
        "power: {range: [0 W, 1 W], node: s=a, element: /a/1, write: {safe: 0 W,"
            + " relinquishDefault: 0 W}}"
            + "|This point cannot be written. Only coils, holding registers, nodes or one number of"
            + " an array in them, and messages with a command topic can.",
      })
  void eachMistakeHasItsSentence(String point, String sentence) {
    InvalidFile invalid =
        catchThrowableOfType(
            InvalidFile.class, () -> TemplateReader.read("t.yaml", HEAD + "  " + point + "\n"));
    assertThat(invalid).isNotNull();
    assertThat(invalid.problems())
        .extracting(problem -> problem.message() + " " + problem.advice())
        .containsExactly(sentence);
  }
}
