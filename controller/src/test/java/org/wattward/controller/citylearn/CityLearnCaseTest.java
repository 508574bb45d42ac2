package org.wattward.controller.citylearn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.rules.packages.PackageLoader;

class CityLearnCaseTest {
  private static final int HOURS_OF_FIVE_WEEKS = 5 * 7 * 24;

  private static Homes homes() {
    return Homes.read(ReferenceFolder.file("data/citylearn_2022_fontana"));
  }

  @Test
  void thePublishedRuleComesToThePublishedFigures() {
    Kpis kpis = CityLearnCase.published(homes());
    assertThat(kpis.cost()).isCloseTo(0.85618, within(6e-6));
    assertThat(kpis.co2()).isCloseTo(0.93587, within(6e-6));
    assertThat(kpis.energyImport()).isCloseTo(0.92361, within(6e-6));
    assertThat(kpis.peak()).isCloseTo(0.92609, within(6e-6));
    assertThat(kpis.dailyPeak()).isCloseTo(0.90666, within(6e-6));
    assertThat(kpis.ramping()).isCloseTo(1.03278, within(6e-6));
  }

  @Test
  void theRulePackagesBeatThePublishedRuleInEveryFigureOfTheFirstFiveWeeks() {
    Homes homes = homes().first(HOURS_OF_FIVE_WEEKS);
    Kpis ours = CityLearnCase.rules(homes, PackageLoader.own());
    Kpis published = CityLearnCase.published(homes);
    assertThat(ours.cost()).isLessThan(published.cost());
    assertThat(ours.co2()).isLessThan(published.co2());
    assertThat(ours.peak()).isLessThan(published.peak());
    assertThat(ours.ramping()).isLessThan(published.ramping());
  }

  @Test
  @EnabledIfSystemProperty(named = "wattward.long", matches = "true")
  void theRulePackagesReachAllGoalsOfTheYearAtOnce() {
    Kpis ours = CityLearnCase.rules(homes(), PackageLoader.own());
    assertThat(ours.cost()).isLessThanOrEqualTo(0.80);
    assertThat(ours.co2()).isLessThanOrEqualTo(0.84);
    assertThat(ours.peak()).isLessThanOrEqualTo(0.85);
    assertThat(ours.ramping()).isLessThanOrEqualTo(0.92);
  }

  @Test
  void aFolderWithoutHomesIsSaidToBeOne(@TempDir Path empty) throws Exception {
    Files.writeString(empty.resolve("schema.json"), "{}");
    assertThatThrownBy(() -> Homes.read(empty)).hasMessageContaining("has no Building_1.csv");
  }

  @Test
  void aCellThatIsNoNumberIsNamed(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("schema.json"), "{}");
    Files.writeString(
        folder.resolve("Building_1.csv"), "hour,non_shiftable_load,solar_generation\n1,x,0\n");
    assertThatThrownBy(() -> Homes.read(folder))
        .hasMessageContaining("line 2: non_shiftable_load is \"x\"");
  }
}
