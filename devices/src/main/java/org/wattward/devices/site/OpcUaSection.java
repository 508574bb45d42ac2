package org.wattward.devices.site;

import java.util.Arrays;
import java.util.Optional;
import org.wattward.devices.site.LinkConfig.OpcUa.Reading;
import org.wattward.devices.site.LinkConfig.OpcUa.Security;
import org.wattward.devices.site.LinkConfig.OpcUa.User;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlNode;
import org.wattward.devices.yaml.YamlNode.Mapping;

/** Reads links that speak OPC UA, their shape checked. */
record OpcUaSection(Problems problems) {
  private static final String NONE = "None";

  /** Checks what the shape cannot tell. */
  void check(Mapping link) {
    checkSecurity(link);
    checkUser(link);
    if (how(link) == Reading.How.POLL) {
      refuse(link, "sampling", "A link that asks has no use for sampling.", "Write periods.");
      refuse(link, "publishing", "A link that asks has no use for publishing.", "Write periods.");
    }
  }

  private void checkSecurity(Mapping link) {
    boolean open = link.text("security").equals(Optional.of(NONE));
    if (open) {
      refuse(
          link,
          "mode",
          "Without security nothing is done to messages.",
          "Leave mode away, or write a security policy.");
    }
    boolean certified = link.text("authentication").equals(Optional.of("certificate"));
    if (open && certified) {
      refuse(
          link,
          "authentication",
          "Without security a certificate proves nothing: anybody who listens can show it.",
          "Write a security policy, for example security: Basic256Sha256.");
    }
  }

  private void checkUser(Mapping link) {
    Optional<String> authentication = link.text("authentication");
    boolean named = link.get("username").isPresent();
    if (authentication.equals(Optional.of("username")) && !named) {
      problems.add(
          link.get("authentication").orElse(link),
          "The link logs in with a user name, but has none.",
          "Add username.");
    }
    if (named && authentication.isPresent() && !authentication.get().equals("username")) {
      refuse(
          link,
          "username",
          "The link logs in by \"%s\", which needs no user name.".formatted(authentication.get()),
          "Leave username away, or write authentication: username.");
    }
  }

  private void refuse(Mapping link, String key, String what, String advice) {
    Optional<YamlNode> node = link.get(key);
    node.ifPresent(found -> problems.add(found, what, advice));
  }

  LinkConfig.OpcUa read(Mapping link, PollPeriods periods) {
    return new LinkConfig.OpcUa(
        link.text("id").orElse(""),
        link.text("endpoint").orElse(""),
        new Security(link.text("security").orElse(""), mode(link)),
        user(link),
        new Reading(
            how(link),
            LinkReader.periods(link, "sampling", periods),
            LinkReader.periods(link, "publishing", periods.halved())),
        periods);
  }

  private static Security.Mode mode(Mapping link) {
    return Arrays.stream(Security.Mode.values())
        .filter(mode -> link.text("mode").equals(Optional.of(Spelling.word(mode))))
        .findFirst()
        .orElse(Security.Mode.SIGN_AND_ENCRYPT);
  }

  private static Reading.How how(Mapping link) {
    return Arrays.stream(Reading.How.values())
        .filter(how -> link.text("reading").equals(Optional.of(Spelling.word(how))))
        .findFirst()
        .orElse(Reading.How.SUBSCRIBE);
  }

  private static User user(Mapping link) {
    return link.text("authentication").equals(Optional.of("certificate"))
        ? new User.Certified()
        : link.text("username").<User>map(User.Named::new).orElse(new User.Anonymous());
  }
}
