package org.wattward.controller.rules;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.controller.record.AuditEntry;
import org.wattward.controller.record.PackageNote;
import org.wattward.controller.record.Recorder;
import org.wattward.controller.zone.DeciderFactory;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.Zone;
import org.wattward.devices.time.Time;
import org.wattward.rules.decide.Decider;
import org.wattward.rules.engine.RuleEngine;
import org.wattward.rules.packages.PackageConflicts;
import org.wattward.rules.packages.PackageFolder;
import org.wattward.rules.packages.PackageLoader;
import org.wattward.rules.packages.PackageOutcome;
import org.wattward.rules.packages.PackageReader;
import org.wattward.rules.packages.RuleBook;
import org.wattward.rules.packages.RulePackage;
import org.wattward.rules.read.RuleProblem;

/**
 * The rule packages of a running controller, with all their versions. Any thread; changes go one
 * after the other, may block for the disk and for a package's tests, and never stop a decision: a
 * version comes into force between two of them.
 *
 * <p>Everything that is done is kept in the data directory, recorded and audited.
 */
public final class PackageRegistry implements DeciderFactory {
  private static final Logger LOG = LoggerFactory.getLogger(PackageRegistry.class);

  private final Parts parts;
  private final RulesFile file;
  private final RuleBook book;
  private final Trials trials;
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
  private final ParameterBook parameters;

  /**
   * What a registry works with.
   *
   * @param site whose devices and zones rules may name
   * @param directory where it keeps what it must not forget; for it alone
   * @param recorder is told what happens
   * @param time the clock
   */
  public record Parts(Site site, Path directory, Recorder recorder, Time time) {}

  /**
   * Opens a registry: what was in force when it was last closed is in force again.
   *
   * @throws org.wattward.devices.WattwardException when its directory cannot be used
   */
  public PackageRegistry(Parts parts) {
    this.parts = parts;
    file = new RulesFile(parts.directory);
    trials = new Trials(parts.recorder);
    book = new RuleBook(List.of(), RuleEngine.Limits.USUAL, parts.time);
    book.watchTrials(trials);
    parameters = new ParameterBook(parts, file, book, this::tell);
    file.kept().packages().forEach(this::restore);
  }

  private void restore(String name, KeptPackage known) {
    known
        .active()
        .flatMap(hash -> readAgain(name, hash))
        .or(() ->
            (known.active().isPresent() ? known.earlier() : List.<String>of())
                .reversed().stream().flatMap(hash -> readAgain(name, hash).stream()).findFirst())
        .ifPresent(book::replace);
    known.trial().flatMap(hash -> readAgain(name, hash)).ifPresent(book::tryOut);
  }

  private Optional<RulePackage> readAgain(String name, String hash) {
    Optional<PackageFolder> folder = file.find(name, hash);
    if (folder.isEmpty()) {
      LOG.warn("The files of version {} of {} are lost or changed.", hash, name);
      return Optional.empty();
    }
    return switch (PackageReader.read(folder.get(), Optional.of(parts.site))) {
      case PackageOutcome.Accepted(RulePackage accepted) -> Optional.of(accepted);
      case PackageOutcome.Refused refused -> {
        LOG.warn("Version {} of {} is not right any more:\n{}", hash, name, shown(refused));
        yield Optional.empty();
      }
    };
  }

  private static String shown(PackageOutcome.Refused refused) {
    return String.join("\n", refused.problems().stream().map(RuleProblem::shown).toList());
  }

  @Override
  public Decider decider(Zone zone) {
    return book;
  }

  @Override
  public Map<String, Double> parameters(Site site) {
    return parameters.all();
  }

  @Override
  public void onChange(Runnable watcher) {
    watchers.add(watcher);
  }

  /** The site the rules are for. */
  public Site site() {
    return parts.site;
  }

  /** What is known of every package, by name. */
  public Map<String, KeptPackage> packages() {
    return new TreeMap<>(file.kept().packages());
  }

  /** The package of a name that is in force. */
  public Optional<RulePackage> inForce(String name) {
    return book.find(name);
  }

  /** The files of a version. */
  public Optional<PackageFolder> files(String name, String hash) {
    return kept(name).version(hash).flatMap(version -> file.find(version.name(), version.hash()));
  }

  /** How a package's trial goes, by zone. */
  public List<Trial> trials(String name) {
    return trials.of(name);
  }

  /** The values of the packages' parameters. */
  public ParameterBook parameters() {
    return parameters;
  }

  /**
   * Takes a package in: checks it, runs its tests and keeps it. It decides nothing yet.
   *
   * @return the version, with its problems if it is not right
   */
  public synchronized PackageVersion load(PackageFolder folder, Deed deed) {
    PackageOutcome outcome = PackageLoader.load(folder, Optional.of(parts.site), parts.time);
    return load(folder, outcome, deed);
  }

  private PackageVersion load(PackageFolder folder, PackageOutcome outcome, Deed deed) {
    String hash = folder.hash();
    Optional<PackageVersion> before = kept(folder.name()).version(hash);
    List<String> problems =
        outcome instanceof PackageOutcome.Refused(String _, List<RuleProblem> refused)
            ? refused.stream().map(RuleProblem::shown).toList()
            : List.of();
    String number =
        outcome instanceof PackageOutcome.Accepted(RulePackage accepted) ? accepted.version() : "";
    PackageVersion version =
        new PackageVersion(
            folder.name(),
            hash,
            number,
            before.map(PackageVersion::loaded).orElseGet(parts.time::now),
            before.map(PackageVersion::by).orElse(deed.by()),
            before.map(PackageVersion::why).orElse(deed.why()),
            problems,
            before.map(PackageVersion::wasActive).orElse(false));
    file.keep(folder);
    keep(folder.name(), known -> known.with(version));
    if (before.isEmpty() || !before.get().problems().equals(problems)) {
      note(version, deed, "loaded");
    }
    return version;
  }

  /** Takes a package in whose tests have run elsewhere. */
  synchronized PackageVersion loadTested(PackageFolder folder, Deed deed) {
    return load(folder, PackageReader.read(folder, Optional.of(parts.site)), deed);
  }

  /** Puts a version in force without a second pair of eyes. */
  synchronized Optional<String> activateAtOnce(String name, String hash, Deed deed) {
    return activate(name, hash, deed, false);
  }

  /** Whether this is what the program last shipped of a package. */
  boolean wasShipped(String name, String hash) {
    return kept(name).shipped().equals(Optional.of(hash));
  }

  /** Whether somebody took the package out of force. */
  boolean isRetired(String name) {
    return kept(name).active().isEmpty() && !kept(name).earlier().isEmpty();
  }

  /** Notes what the directory holds of a package. */
  void noteInDirectory(String name, String hash) {
    keep(name, known -> known.inDirectory(hash));
  }

  /** Notes what the program ships of a package. */
  void noteShipped(String name, String hash) {
    keep(name, known -> known.shipped(hash));
  }

  /**
   * Puts a version in force between two decisions. Where the site asks for four eyes, not by who
   * loaded it.
   *
   * @param hash its hash, or a beginning of it
   * @return why not, a sentence; empty when it was done
   */
  public synchronized Optional<String> activate(String name, String hash, Deed deed) {
    return activate(name, hash, deed, parts.site.fourEyes());
  }

  private Optional<String> activate(String name, String hash, Deed deed, boolean fourEyes) {
    Optional<PackageVersion> found = kept(name).version(hash);
    if (found.isEmpty()) {
      return Optional.of(noVersion(name, hash));
    }
    PackageVersion version = found.get();
    if (fourEyes && version.by().equals(deed.by())) {
      return Optional.of(
          "The site asks for four eyes and %s loaded this version. Ask a second engineer to activate it."
              .formatted(deed.by()));
    }
    Optional<String> refusal = notUsable(version);
    if (refusal.isPresent()) {
      return refusal;
    }
    RulePackage next = readAgain(name, version.hash()).orElseThrow();
    Optional<String> conflict = PackageConflicts.find(next, book.packages(), parts.site);
    if (conflict.isPresent()) {
      return conflict;
    }
    swap(next, known -> known.activated(version.hash()));
    note(version, deed, "activated");
    LOG.info(
        "{} is in force ({}), by {}: {}", next.origin(), shortHash(next), deed.by(), deed.why());
    return Optional.empty();
  }

  private Optional<String> notUsable(PackageVersion version) {
    if (!version.isRight()) {
      return Optional.of(
          "Version %s of %s is not right: %s"
              .formatted(version.hash(), version.name(), version.problems().getFirst()));
    }
    return readAgain(version.name(), version.hash()).isPresent()
        ? Optional.empty()
        : Optional.of(
            "The files of version %s of %s cannot be used any more. Load it again."
                .formatted(version.hash(), version.name()));
  }

  private void swap(RulePackage next, UnaryOperator<KeptPackage> change) {
    keep(next.name(), change);
    book.replace(next);
    if (kept(next.name()).trial().isEmpty()) {
      book.endTrial(next.name());
      trials.end(next.name());
    }
    tell();
  }

  /**
   * Tries a version beside the one in force: it decides and is recorded, and nothing follows.
   *
   * @return why not, a sentence; empty when it was done
   */
  public synchronized Optional<String> tryOut(String name, String hash, Deed deed) {
    KeptPackage known = kept(name);
    Optional<PackageVersion> found = known.version(hash);
    if (found.isEmpty()) {
      return Optional.of(noVersion(name, hash));
    }
    PackageVersion version = found.get();
    if (known.stage(version) == Stage.ACTIVE) {
      return Optional.of("Version %s of %s decides already.".formatted(hash, name));
    }
    Optional<String> refusal = notUsable(version);
    if (refusal.isPresent()) {
      return refusal;
    }
    keep(name, it -> it.onTrial(Optional.of(version.hash())));
    trials.end(name);
    book.tryOut(readAgain(name, version.hash()).orElseThrow());
    note(version, deed, "on trial");
    tell();
    return Optional.empty();
  }

  /**
   * Ends the trial of a package.
   *
   * @return why not, a sentence; empty when it was done
   */
  public synchronized Optional<String> endTrial(String name, Deed deed) {
    KeptPackage known = kept(name);
    Optional<PackageVersion> tried = known.trial().flatMap(known::version);
    if (tried.isEmpty()) {
      return Optional.of("No version of %s is on trial.".formatted(name));
    }
    keep(name, it -> it.onTrial(Optional.empty()));
    book.endTrial(name);
    trials.end(name);
    note(tried.get(), deed, "trial ended");
    return Optional.empty();
  }

  /**
   * Puts the version in force that was so before. It needs no second pair of eyes: it had them.
   *
   * @return why not, a sentence; empty when it was done
   */
  public synchronized Optional<String> rollBack(String name, Deed deed) {
    KeptPackage known = kept(name);
    if (known.earlier().isEmpty()) {
      return Optional.of("No version of %s was in force before this one.".formatted(name));
    }
    String hash = known.earlier().getLast();
    Optional<RulePackage> earlier = readAgain(name, hash);
    if (earlier.isEmpty()) {
      return Optional.of(
          "The version before, %s, cannot be used any more. Activate another one.".formatted(hash));
    }
    swap(earlier.get(), KeptPackage::rolledBack);
    note(known.version(hash).orElseThrow(), deed, "rolled back to");
    LOG.info("{} is in force again ({}), by {}.", name, hash, deed.by());
    return Optional.empty();
  }

  /**
   * Takes a package out of force; roll back to have it again.
   *
   * @return why not, a sentence; empty when it was done
   */
  public synchronized Optional<String> retire(String name, Deed deed) {
    KeptPackage known = kept(name);
    Optional<PackageVersion> active = known.active().flatMap(known::version);
    if (active.isEmpty()) {
      return Optional.of("No version of %s is in force.".formatted(name));
    }
    keep(name, KeptPackage::retired);
    book.remove(name);
    note(active.get(), deed, "retired");
    tell();
    return Optional.empty();
  }

  private KeptPackage kept(String name) {
    return file.kept().of(name);
  }

  private void keep(String name, UnaryOperator<KeptPackage> change) {
    file.change(rules -> rules.with(name, change.apply(rules.of(name))));
  }

  private void tell() {
    watchers.forEach(Runnable::run);
  }

  private void note(PackageVersion version, Deed deed, String action) {
    Instant now = parts.time.now();
    Stage stage = kept(version.name()).stage(version);
    file.find(version.name(), version.hash())
        .ifPresent(folder ->
            parts.recorder.rulePackage(
                new PackageNote(
                    now,
                    version.name(),
                    version.version(),
                    version.hash(),
                    stage.key(),
                    deed.by(),
                    deed.why(),
                    folder.files())));
    parts.recorder.audit(
        new AuditEntry(
            now,
            deed.by(),
            "rules " + action,
            version.name(),
            "%s %s: %s".formatted(version.version(), version.hash(), deed.why())));
  }

  private static String noVersion(String name, String hash) {
    return "There is no one version %s of %s. Maybe load it first, or give more of its hash."
        .formatted(hash, name);
  }

  private static String shortHash(RulePackage next) {
    return next.hash().substring(0, 12);
  }
}
