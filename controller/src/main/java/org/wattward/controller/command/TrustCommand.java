package org.wattward.controller.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Credentials;
import org.wattward.protocols.opcua.TrustStore;
import org.wattward.protocols.opcua.TrustStore.Certificate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Says which OPC UA servers are trusted. */
@Command(
    name = "trust",
    description =
        "Lists the certificates of OPC UA servers, trusts one, or trusts it no longer. Links look"
            + " at every connection, so nothing needs to be restarted.",
    mixinStandardHelpOptions = true)
final class TrustCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: list, add or remove.");
  }

  private static TrustStore store(DataDirectory data) {
    return new TrustStore(Credentials.fromEnvironment(data.path.resolve("keys")));
  }

  @Command(
      name = "list",
      description =
          "Lists our own certificate, those that are trusted and those that were rejected.",
      mixinStandardHelpOptions = true)
  void list(
      @Mixin DataDirectory data,
      @Option(names = "--json", description = "Print the result as JSON") boolean json) {
    PrintWriter out = spec.commandLine().getOut();
    List<Certificate> all = new ArrayList<>();
    store(data).own().ifPresent(all::add);
    all.addAll(store(data).certificates());
    if (json) {
      out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(all));
    } else if (all.isEmpty()) {
      out.println("No server has shown a certificate yet.");
    } else {
      all.forEach(one -> out.println(line(one)));
    }
    out.flush();
  }

  @Command(
      name = "add",
      description =
          "Trusts a server whose certificate was rejected. Compare the fingerprint first.",
      mixinStandardHelpOptions = true)
  int add(
      @Mixin DataDirectory data,
      @Parameters(paramLabel = "FINGERPRINT", description = "The fingerprint, or its beginning")
          String fingerprint) {
    return say(store(data).add(fingerprint), fingerprint, "rejected");
  }

  @Command(
      name = "remove",
      description = "Trusts a server no longer; its open connection stays until it ends.",
      mixinStandardHelpOptions = true)
  int remove(
      @Mixin DataDirectory data,
      @Parameters(paramLabel = "FINGERPRINT", description = "The fingerprint, or its beginning")
          String fingerprint) {
    return say(store(data).remove(fingerprint), fingerprint, "trusted");
  }

  private int say(Optional<Certificate> changed, String fingerprint, String among) {
    PrintWriter out = spec.commandLine().getOut();
    changed.ifPresentOrElse(
        one -> out.println(line(one)),
        () ->
            out.printf(
                "Not exactly one %s certificate begins with %s. See trust list.%n",
                among, fingerprint));
    out.flush();
    return changed.isPresent() ? 0 : WattwardCommand.NO;
  }

  private static String line(Certificate one) {
    return "%-8s %s %s, valid from %s until %s%s"
        .formatted(
            one.state().name().toLowerCase(Locale.ROOT),
            one.fingerprint(),
            one.subject(),
            one.from(),
            one.until(),
            one.daysLeft(Time.system().now()).map(TrustCommand::warning).orElse(""));
  }

  private static String warning(int days) {
    return switch (days) {
      case 0 -> ": it has ended, renew it";
      case 1 -> ": less than 1 day, renew it";
      default -> ": less than %d days, renew it".formatted(days);
    };
  }
}
