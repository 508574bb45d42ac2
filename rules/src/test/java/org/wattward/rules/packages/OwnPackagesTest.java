package org.wattward.rules.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wattward.devices.time.Time;
import org.wattward.rules.read.RuleProblem;

class OwnPackagesTest {
  static Stream<PackageFolder> folders() {
    return PackageLoader.ownFolders().stream();
  }

  @ParameterizedTest
  @MethodSource("folders")
  void everyPackageOfTheProgramIsRightAndPassesItsTests(PackageFolder folder) {
    PackageOutcome outcome = PackageLoader.load(folder, Optional.empty(), Time.system());

    List<String> problems =
        switch (outcome) {
          case PackageOutcome.Accepted _ -> List.of();
          case PackageOutcome.Refused(String _, List<RuleProblem> refused) ->
              refused.stream().map(RuleProblem::shown).toList();
        };
    assertThat(problems).isEmpty();
  }
}
