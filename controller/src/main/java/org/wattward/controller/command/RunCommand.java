package org.wattward.controller.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.wattward.controller.rules.KnownPackages;
import org.wattward.controller.zone.PriceBook;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.SiteReader;
import org.wattward.devices.template.Templates;
import org.wattward.devices.time.Time;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Controls a site until it is told to stop. */
@Command(
    name = "run",
    description = "Controls the site of a site file until the process is told to stop (SIGTERM).",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DataDirectory data;
  @Mixin private ListenOptions listen;
  @Mixin private RulesOption rules;

  @Option(
      names = "--site",
      required = true,
      paramLabel = "FILE",
      description = "The site file. Environment: WATTWARD_SITE",
      defaultValue = "${env:WATTWARD_SITE}")
  private Path file = Path.of("site.yaml");

  @Override
  public Integer call() throws InterruptedException {
    Site site =
        SiteReader.read(
            file,
            Templates.bundled(),
            KnownPackages.of(rules.directory(), data.path.resolve("rules")));
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(told, stopped)));
    try (RunningController controller =
        RunningController.start(
            new RunningController.Launch(
                site,
                data.path,
                listen.databaseIn(data, System.getenv()),
                listen.inetAddress(),
                listen.port,
                Time.system(),
                PriceBook.NONE,
                rules.directory()))) {
      Greeting.print(spec.commandLine().getErr(), controller, listen.address, data.path);
      told.await();
      controller.stopControl();
    } finally {
      stopped.countDown();
    }
    return 0;
  }

  /** On the hook's thread: the process ends when this returns, so it waits for the safe values. */
  private static void stop(CountDownLatch told, CountDownLatch stopped) {
    told.countDown();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
