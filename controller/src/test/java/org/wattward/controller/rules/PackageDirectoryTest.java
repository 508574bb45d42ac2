package org.wattward.controller.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.controller.district.TestSite;
import org.wattward.controller.loop.SteppedLoops;
import org.wattward.controller.record.ListedRecord;
import org.wattward.devices.site.Site;
import org.wattward.devices.time.ManualTime;
import org.wattward.rules.packages.PackageFolder;
import org.wattward.rules.packages.PackageLoader;
import org.wattward.rules.packages.RulePackage;

class PackageDirectoryTest {
  private final ManualTime time = new ManualTime(Instant.parse("2026-06-21T10:00:00Z"));
  private final SteppedLoops loops = new SteppedLoops(time);
  private final ListedRecord recorder = new ListedRecord();
  @TempDir private Path directory;

  private PackageRegistry open(Site site) {
    return new PackageRegistry(
        new PackageRegistry.Parts(site, directory.resolve("rules"), recorder, time));
  }

  private Path packages() throws IOException {
    return Files.createDirectories(directory.resolve("packages"));
  }

  private void write(Map<String, String> texts) throws IOException {
    Path folder = Files.createDirectories(packages().resolve(Example.NAME).resolve("tests"));
    for (Map.Entry<String, String> text : texts.entrySet()) {
      Files.writeString(folder.getParent().resolve(text.getKey()), text.getValue());
    }
  }

  private void write(int limitW, int expectedW) throws IOException {
    write(Example.texts(Example.NAME, 11, limitW, expectedW));
  }

  private void look() {
    loops.run(Duration.ofSeconds(1));
  }

  private static Optional<String> inForce(PackageRegistry registry) {
    return registry.inForce(Example.NAME).map(RulePackage::origin);
  }

  @Test
  void aChangedFileComesIntoForceByItself() throws IOException {
    write(4200, 4200);
    PackageRegistry registry = open(TestSite.site());
    PackageDirectory.of(packages(), registry, loops).start();
    assertThat(inForce(registry)).hasValue("test 1.0.4200");

    write(300, 300);
    look();

    assertThat(inForce(registry)).hasValue("test 1.0.300");
    assertThat(recorder.packages.getLast().by()).startsWith("file:");
  }

  @Test
  void aPackageThatFailsIsRefusedAndTheLastGoodStaysUntilItIsMended() throws IOException {
    write(4200, 4200);
    PackageRegistry registry = open(TestSite.site());
    PackageDirectory folders = PackageDirectory.of(packages(), registry, loops);
    folders.start();
    assertThat(folders.refused()).isEmpty();

    write(300, 301);
    look();
    assertThat(inForce(registry)).hasValue("test 1.0.4200");
    assertThat(folders.refused()).hasSize(1);
    assertThat(folders.refused().getFirst().cause()).contains("test", "301");
    assertThat(folders.refused().getFirst().consequence())
        .isEqualTo("test 1.0.4200 stays in force.");
    assertThat(registry.packages().get(Example.NAME).versions().getLast().problems()).hasSize(1);

    write(300, 300);
    look();
    assertThat(inForce(registry)).hasValue("test 1.0.300");
    assertThat(folders.refused()).isEmpty();
  }

  @Test
  void whereFourEyesAreAskedForAChangedFileWaits() throws IOException {
    write(4200, 4200);
    PackageRegistry registry = open(PackageRegistryTest.fourEyes());
    PackageDirectory.of(packages(), registry, loops).start();

    write(300, 300);
    look();

    assertThat(inForce(registry)).hasValue("test 1.0.4200");
    PackageVersion waiting = registry.packages().get(Example.NAME).versions().getLast();
    assertThat(registry.activate(Example.NAME, waiting.hash(), new Deed("boris", "Right.")))
        .isEmpty();
    assertThat(inForce(registry)).hasValue("test 1.0.300");
  }

  @Test
  void aRollBackHoldsAcrossARestartThoughTheFilesAreStillThere() throws IOException {
    write(4200, 4200);
    PackageRegistry before = open(TestSite.site());
    PackageDirectory.of(packages(), before, loops).start();
    write(300, 300);
    look();
    before.rollBack(Example.NAME, new Deed("boris", "Too deep."));

    PackageRegistry after = open(TestSite.site());
    PackageDirectory.of(packages(), after, loops).start();
    look();

    assertThat(inForce(after)).hasValue("test 1.0.4200");
  }

  @Test
  void theOwnDirectoryIsFilledOnceAndEditsStay() throws IOException {
    PackageRegistry registry = open(TestSite.site());
    Path own = directory.resolve("own");
    PackageDirectory.own(own, registry, loops).start();

    for (PackageFolder folder : PackageLoader.ownFolders()) {
      assertThat(PackageLoader.folder(own.resolve(folder.name())).hash()).isEqualTo(folder.hash());
      assertThat(registry.inForce(folder.name())).as(folder.name()).isPresent();
    }
    Path manifest = own.resolve("peak-limit").resolve("package.yaml");
    Files.writeString(
        manifest, Files.readString(manifest).replaceFirst("version: .*", "version: 7.7.7"));
    look();
    assertThat(registry.inForce("peak-limit").orElseThrow().version()).isEqualTo("7.7.7");

    PackageRegistry after = open(TestSite.site());
    PackageDirectory.own(own, after, loops);
    assertThat(after.inForce("peak-limit").orElseThrow().version()).isEqualTo("7.7.7");
    assertThat(Files.readString(manifest)).contains("7.7.7");
  }

  @Test
  void packagesOfTheProgramFillWhatTheDirectoryDoesNotHave() throws IOException {
    write(4200, 4200);
    PackageRegistry registry = open(TestSite.site());
    PackageDirectory.of(packages(), registry, loops);

    assertThat(registry.inForce("demand-response")).isPresent();
    assertThat(packages()).isDirectoryNotContaining("glob:**/demand-response");
  }
}
