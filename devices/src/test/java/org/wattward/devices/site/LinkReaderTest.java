package org.wattward.devices.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.devices.site.LinkConfig.OpcUa.Reading;
import org.wattward.devices.site.LinkConfig.OpcUa.Security;
import org.wattward.devices.site.LinkConfig.OpcUa.User;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.template.Address.Deadband;
import org.wattward.devices.template.Address.OpcUaNode;
import org.wattward.devices.template.Address.Sampling;
import org.wattward.devices.template.Templates;
import org.wattward.devices.yaml.InvalidFile;

class LinkReaderTest {
  private static final String HEAD =
      "site: {id: s, timeZone: UTC, latitude: 51 deg, longitude: 7 deg}\n";
  private static final String OPC_UA = "type: opc-ua, endpoint: \"opc.tcp://plc:4840/x\"";
  private static final String MQTT = "type: mqtt, url: \"ssl://broker:8883\"";

  private static Site site(String yaml) {
    return SiteReader.read(
        "s.yaml", yaml, Path.of("."), Templates.bundled(), RulePackages.of(Map.of()));
  }

  private static LinkConfig link(String keys) {
    return site(HEAD + "links: [{id: a, " + keys + "}]\ndevices: []\n").links().getFirst();
  }

  private static PollPeriods periods(long fastMs, long normalMs, long slowMs) {
    return new PollPeriods(
        Duration.ofMillis(fastMs), Duration.ofMillis(normalMs), Duration.ofMillis(slowMs));
  }

  @Test
  void anOpcUaLinkSubscribesSignsAndEncryptsUnlessItSaysOtherwise() {
    assertThat(link(OPC_UA + ", security: Basic256Sha256"))
        .isEqualTo(
            new LinkConfig.OpcUa(
                "a",
                "opc.tcp://plc:4840/x",
                new Security("Basic256Sha256", Security.Mode.SIGN_AND_ENCRYPT),
                new User.Anonymous(),
                new Reading(
                    Reading.How.SUBSCRIBE, periods(1000, 5000, 60_000), periods(500, 2500, 30_000)),
                periods(1000, 5000, 60_000)));
  }

  @Test
  void everythingOfAnOpcUaLinkCanBeSet() {
    assertThat(
            link(
                OPC_UA
                    + ", security: Aes128_Sha256_RsaOaep, mode: sign, authentication: certificate,"
                    + " periods: {fast: 400 ms}, sampling: {fast: 50 ms}, publishing: {fast: 200"
                    + " ms, slow: 10 s}"))
        .isEqualTo(
            new LinkConfig.OpcUa(
                "a",
                "opc.tcp://plc:4840/x",
                new Security("Aes128_Sha256_RsaOaep", Security.Mode.SIGN),
                new User.Certified(),
                new Reading(
                    Reading.How.SUBSCRIBE, periods(50, 5000, 60_000), periods(200, 2500, 10_000)),
                periods(400, 5000, 60_000)));
    assertThat(
            ((LinkConfig.OpcUa) link(OPC_UA + ", security: None, reading: poll")).reading().how())
        .isEqualTo(Reading.How.POLL);
    assertThat(((LinkConfig.OpcUa) link(OPC_UA + ", security: None, username: u")).user())
        .isEqualTo(new User.Named("u"));
  }

  @Test
  void everythingOfABrokerCanBeSet() {
    assertThat(link(MQTT + ", version: v5, authorities: ca.pem, certificate: own.p12"))
        .isEqualTo(
            new LinkConfig.Mqtt(
                "a",
                "ssl://broker:8883",
                "wattward-s",
                Optional.empty(),
                LinkConfig.Mqtt.Version.V5,
                new LinkConfig.Mqtt.Keys(Optional.of("ca.pem"), Optional.of("own.p12")),
                periods(1000, 5000, 60_000)));
    PublishConfig publish =
        site(HEAD
                + "links: []\ndevices: []\npublish: {url: \"ssl://b:1\", version: v5,"
                + " authorities: ca.pem}\n")
            .publish()
            .orElseThrow();
    assertThat(publish.broker().version()).isEqualTo(LinkConfig.Mqtt.Version.V5);
    assertThat(publish.broker().keys().authorities()).contains("ca.pem");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type: opc-ua, endpoint: \"opc.tcp://p:1\", security: None, mode: sign"
            + "|Without security nothing is done to messages. Leave mode away, or write a security"
            + " policy.",
        "type: opc-ua, endpoint: \"opc.tcp://p:1\", security: None, authentication: certificate"
            + "|Without security a certificate proves nothing: anybody who listens can show it."
            + " Write a security policy, for example security: Basic256Sha256.",
        "type: opc-ua, endpoint: \"opc.tcp://p:1\", security: None, authentication: username"
            + "|The link logs in with a user name, but has none. Add username.",
        "type: opc-ua, endpoint: \"opc.tcp://p:1\", security: Basic256Sha256, username: u,"
            + " authentication: certificate"
            + "|The link logs in by \"certificate\", which needs no user name. Leave username away,"
            + " or write authentication: username.",
        "type: opc-ua, endpoint: \"opc.tcp://p:1\", security: None, reading: poll, sampling: {fast:"
            + " 1 s}"
            + "|A link that asks has no use for sampling. Write periods.",
        "type: opc-ua, endpoint: \"opc.tcp://p:1\", security: None, reading: pol"
            + "|\"pol\" is not among the words known here. Maybe you meant \"poll\".",
        "type: opc-ua, endpoint: \"opc.tcp://p:1\", security: Basic128Rsa15"
            + "|\"Basic128Rsa15\" is not among the words known here. The words are:"
            + " Aes128_Sha256_RsaOaep, Aes256_Sha256_RsaPss, Basic256Sha256, None.",
        "type: mqtt, url: \"tcp://b:1\", authorities: ca.pem"
            + "|A connection in the clear has no use for authorities. Write a url that begins with"
            + " ssl://, or leave authorities away.",
        "type: mqtt, url: \"ssl://b:1\", authorities: ../ca.pem"
            + "|\"../ca.pem\" is not a file's name. Write the name of a file in the folder mqtt of"
            + " the key folder.",
        "type: mqtt, url: \"tcp://b:1\", version: 5"
            + "|\"5\" is not among the words known here. Maybe you meant \"v5\".",
      })
  void eachMistakeHasItsSentence(String keys, String sentence) {
    InvalidFile invalid = catchThrowableOfType(InvalidFile.class, () -> link(keys));
    assertThat(invalid).isNotNull();
    assertThat(invalid.problems())
        .extracting(problem -> problem.message() + " " + problem.advice())
        .containsExactly(sentence);
  }

  @Test
  void aDeviceMayBeSampledOtherwiseThanItsTemplateSays() {
    Site site =
        site(
            HEAD
                + "links: [{id: a, "
                + OPC_UA
                + ", security: None}]\n"
                + "devices: [{id: heatpump-05, template: opcua-heat-pump, link: a, points: {power:"
                + " {sampling: {deadband: 50 W, queue: 2}}}}]\n");

    assertThat(
            ((OpcUaNode)
                    site.device("heatpump-05")
                        .orElseThrow()
                        .template()
                        .point("power")
                        .orElseThrow()
                        .address())
                .sampling())
        .isEqualTo(new Sampling(new Deadband.Absolute(50), 2));
  }
}
