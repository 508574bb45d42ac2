package org.wattward.controller.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.wattward.controller.api.ApiErrors.Refusal;
import org.wattward.controller.api.RuleViews.CheckView;
import org.wattward.controller.api.RuleViews.Files;
import org.wattward.controller.api.RuleViews.PackageDetail;
import org.wattward.controller.api.RuleViews.PackageView;
import org.wattward.controller.api.RuleViews.ParameterOrder;
import org.wattward.controller.api.RuleViews.ParameterView;
import org.wattward.controller.api.RuleViews.TestView;
import org.wattward.controller.api.RuleViews.VersionOrder;
import org.wattward.controller.api.RuleViews.VersionView;
import org.wattward.controller.rules.Deed;
import org.wattward.controller.rules.KeptPackage;
import org.wattward.controller.rules.PackageRegistry;
import org.wattward.controller.rules.PackageVersion;
import org.wattward.controller.security.Caller;
import org.wattward.devices.time.Time;
import org.wattward.rules.explain.RuleTester;
import org.wattward.rules.packages.PackageFolder;
import org.wattward.rules.packages.PackageOutcome;
import org.wattward.rules.packages.PackageReader;
import org.wattward.rules.packages.RulePackage;
import org.wattward.rules.read.RuleProblem;

/** Rule packages: everybody reads, engineers edit. */
@RestController
@RequestMapping("/api/v1/rules")
@Tag(name = "Rules", description = "Rule packages, their versions, tests and parameters")
class RuleApi {
  private static final int LONGEST_REASON = 500;

  private final PackageRegistry registry;
  private final Time time;

  RuleApi(PackageRegistry registry, Time time) {
    this.registry = registry;
    this.time = time;
  }

  @GetMapping
  @Operation(summary = "The rule packages, by name")
  List<PackageView> packages() {
    return registry.packages().entrySet().stream()
        .map(one -> PackageView.of(one.getKey(), one.getValue(), registry))
        .toList();
  }

  @GetMapping("/{name}")
  @Operation(summary = "A package with all its versions, the latest first")
  PackageDetail detail(@PathVariable String name) {
    KeptPackage kept = kept(name);
    return new PackageDetail(
        PackageView.of(name, kept, registry),
        kept.versions().reversed().stream().map(it -> VersionView.of(it, kept)).toList(),
        registry.trials(name));
  }

  @GetMapping("/{name}/source")
  @Operation(summary = "A version's files; of the one in force if no hash is given")
  Files source(@PathVariable String name, @RequestParam(required = false) @Nullable String hash) {
    KeptPackage kept = kept(name);
    String wanted =
        Optional.ofNullable(hash)
            .or(kept::active)
            .orElseThrow(() ->
                Refusal.notFound("No version of %s is in force. Give a hash.".formatted(name)));
    return registry
        .files(name, wanted)
        .map(Files::of)
        .orElseThrow(
            () -> Refusal.notFound("There is no one version %s of %s.".formatted(wanted, name)));
  }

  @PostMapping("/{name}/check")
  @Operation(summary = "Checks files without keeping them, and says everything that is wrong")
  CheckView check(@PathVariable String name, @RequestBody Files files) {
    return switch (read(files.folder(name))) {
      case PackageOutcome.Accepted _ -> new CheckView(name, true, List.of());
      case PackageOutcome.Refused refused -> new CheckView(name, false, shown(refused));
    };
  }

  @PostMapping("/{name}/test")
  @Operation(summary = "Runs the scenario tests of files without keeping them")
  TestView test(@PathVariable String name, @RequestBody Files files) {
    return switch (read(files.folder(name))) {
      case PackageOutcome.Accepted(RulePackage accepted) ->
          TestView.of(name, RuleTester.test(accepted, time));
      case PackageOutcome.Refused refused ->
          new TestView(name, false, shown(refused), List.of(), List.of(), List.of());
    };
  }

  private PackageOutcome read(PackageFolder folder) {
    return PackageReader.read(folder, Optional.of(registry.site()));
  }

  private static List<String> shown(PackageOutcome.Refused refused) {
    return refused.problems().stream().map(RuleProblem::shown).toList();
  }

  @PostMapping("/{name}/versions")
  @Operation(
      summary = "Loads a version: checks and tests it and keeps it; it decides nothing yet",
      description = "201 when it is right. 422 with its problems when not; it is kept as a draft.")
  ResponseEntity<VersionView> upload(
      @PathVariable String name, @RequestBody Files files, Authentication who) {
    PackageVersion version = registry.load(files.folder(name), deed(who, files.why()));
    return ResponseEntity.status(
            version.isRight() ? HttpStatus.CREATED : HttpStatus.UNPROCESSABLE_CONTENT)
        .body(VersionView.of(version, kept(name)));
  }

  @PostMapping("/{name}/activate")
  @Operation(
      summary = "Puts a version in force between two decisions",
      description = "Where the site asks for four eyes, not by who loaded it.")
  PackageDetail activate(
      @PathVariable String name, @RequestBody VersionOrder order, Authentication who) {
    return done(name, registry.activate(name, hash(order), deed(who, order.why())));
  }

  @PostMapping("/{name}/shadow")
  @Operation(summary = "Tries a version beside the one in force; nothing follows from it")
  PackageDetail shadow(
      @PathVariable String name, @RequestBody VersionOrder order, Authentication who) {
    return done(name, registry.tryOut(name, hash(order), deed(who, order.why())));
  }

  @DeleteMapping("/{name}/shadow")
  @Operation(summary = "Ends the trial of a package")
  PackageDetail endShadow(@PathVariable String name, Authentication who) {
    return done(name, registry.endTrial(name, deed(who, "The trial is over.")));
  }

  @PostMapping("/{name}/roll-back")
  @Operation(summary = "Puts the version in force that was so before")
  PackageDetail rollBack(
      @PathVariable String name, @RequestBody VersionOrder order, Authentication who) {
    return done(name, registry.rollBack(name, deed(who, order.why())));
  }

  @PostMapping("/{name}/retire")
  @Operation(summary = "Takes a package out of force; roll back to have it again")
  PackageDetail retire(
      @PathVariable String name, @RequestBody VersionOrder order, Authentication who) {
    return done(name, registry.retire(name, deed(who, order.why())));
  }

  @GetMapping("/{name}/parameters")
  @Operation(summary = "The parameters of the version in force, with their ranges and values")
  List<ParameterView> parameters(@PathVariable String name) {
    kept(name);
    return registry.inForce(name).stream()
        .flatMap(one -> one.parameters().stream())
        .map(declared -> ParameterView.of(name, declared, registry))
        .toList();
  }

  @PutMapping("/{name}/parameters/{parameter}")
  @Operation(summary = "Sets a parameter within its range; the next decision has it")
  List<ParameterView> setParameter(
      @PathVariable String name,
      @PathVariable String parameter,
      @RequestBody ParameterOrder order,
      Authentication who) {
    if (order.value() == null) {
      throw Refusal.invalid("There is no value. Give {\"value\": …, \"why\": …}.");
    }
    done(name, registry.parameters().set(name, parameter, order.value(), deed(who, order.why())));
    return parameters(name);
  }

  @DeleteMapping("/{name}/parameters/{parameter}")
  @Operation(summary = "Gives a parameter back the value of the site file or the package")
  List<ParameterView> resetParameter(
      @PathVariable String name, @PathVariable String parameter, Authentication who) {
    done(name, registry.parameters().reset(name, parameter, deed(who, "Back to the default.")));
    return parameters(name);
  }

  private PackageDetail done(String name, Optional<String> refusal) {
    refusal.ifPresent(why -> {
      throw new Refusal(HttpStatus.CONFLICT, why);
    });
    return detail(name);
  }

  private KeptPackage kept(String name) {
    KeptPackage kept = registry.packages().get(name);
    if (kept == null) {
      throw Refusal.notFound("There is no rule package %s.".formatted(name));
    }
    return kept;
  }

  private static String hash(VersionOrder order) {
    if (order.hash() == null || order.hash().isBlank()) {
      throw Refusal.invalid("Which version? Give its \"hash\", or the beginning of it.");
    }
    return order.hash();
  }

  private static Deed deed(Authentication who, @Nullable String why) {
    if (why == null || why.isBlank() || why.length() > LONGEST_REASON) {
      throw Refusal.invalid(
          "Say in \"why\" why, in up to %d characters, for those who come after you."
              .formatted(LONGEST_REASON));
    }
    return new Deed(Caller.of(who).source().name(), why.strip());
  }
}
