package org.wattward.controller.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.wattward.controller.record.RecordSettings;
import org.wattward.controller.record.RecordStore;
import org.wattward.devices.WattwardException;
import org.wattward.devices.time.Time;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** What people and programs did: {@code wattward audit verify}. */
@Command(
    name = "audit",
    description = "Looks at what people and programs did.",
    mixinStandardHelpOptions = true,
    subcommands = AuditCommand.Verify.class)
final class AuditCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: verify.");
  }

  /** Follows the chain of hashes from the first entry to the last. */
  @Command(
      name = "verify",
      description = {
        "Checks that no entry of the audit was changed or taken out: each carries the hash of the",
        "one before it. The embedded database must not be in use; stop its controller first."
      },
      mixinStandardHelpOptions = true)
  static final class Verify implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Spec private CommandSpec spec;
    @Mixin private DataDirectory data;
    @Mixin private ListenOptions listen;

    @Option(names = "--json", description = "Print the result as JSON")
    private boolean json;

    /** What was found; {@code firstBroken} is 0 when all is whole. */
    record Finding(boolean whole, long firstBroken) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
      Path spool = Files.createTempDirectory("wattward-audit");
      try {
        Finding finding = find(spool);
        print(finding);
        return finding.whole ? 0 : WattwardCommand.NO;
      } finally {
        DemoCommand.remove(spool);
      }
    }

    private Finding find(Path spool) throws InterruptedException {
      // A spool of its own, since a controller may be writing to the one beside the database.
      try (RecordStore store =
          new RecordStore(
              Time.system(), listen.databaseIn(data, System.getenv()), RecordSettings.in(spool))) {
        store.start();
        if (!store.awaitReady(PATIENCE)) {
          throw new WattwardException(
              "The database did not answer within %d s. Maybe --data or --database names another one."
                  .formatted(PATIENCE.toSeconds()));
        }
        Optional<Long> broken = store.firstBrokenAudit();
        return new Finding(broken.isEmpty(), broken.orElse(0L));
      }
    }

    private void print(Finding finding) {
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(JsonMapper.shared().writeValueAsString(finding));
      } else {
        out.println(
            finding.whole
                ? "Every entry of the audit is as it was written, and none is missing."
                : "Entry %d of the audit was changed, or it or the one before it was taken out."
                    .formatted(finding.firstBroken));
      }
      out.flush();
    }
  }
}
