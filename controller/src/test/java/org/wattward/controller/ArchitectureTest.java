package org.wattward.controller;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitectureTest {
  private static final String TIME = "org.wattward.devices.time..";
  private static JavaClasses house;

  @BeforeAll
  static void importTheHouse() {
    house =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("org.wattward");
  }

  @ParameterizedTest
  @CsvSource({"devices", "protocols", "rules", "sim", "controller"})
  void everyRoomWasImported(String room) {
    assertThat(house.stream().filter(type -> type.getPackageName().contains("wattward." + room)))
        .as("classes of %s", room)
        .hasSizeGreaterThan(5);
  }

  @ParameterizedTest
  @CsvSource({
    "devices,   org.wattward.protocols.. org.wattward.rules.. org.wattward.sim.."
        + " org.wattward.controller..",
    "protocols, org.wattward.rules.. org.wattward.sim.. org.wattward.controller..",
    "rules,     org.wattward.protocols.. org.wattward.sim.. org.wattward.controller..",
    "sim,       org.wattward.protocols.. org.wattward.rules.. org.wattward.controller.."
  })
  void arrowsPointOneWay(String room, String others) {
    noClasses()
        .that()
        .resideInAPackage("org.wattward." + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others.split(" "))
        .check(house);
  }

  @Test
  void theFloorIsPlainJava() {
    classes()
        .that()
        .resideInAPackage("org.wattward.devices..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "org.wattward.devices..", "java..", "org.jspecify..", "org.snakeyaml.engine..")
        .check(house);
  }

  /** Which package may speak to which library. */
  @ParameterizedTest
  @CsvSource({
    "com.ghgande.j2mod..,                  org.wattward.protocols.modbus.."
        + " org.wattward.sim.field..",
    "org.eclipse.milo..,                   org.wattward.protocols.opcua.. org.wattward.sim.field..",
    "org.eclipse.paho..,                   org.wattward.protocols.mqtt.. org.wattward.sim.field..",
    "org.drools..,                         org.wattward.rules.engine..",
    "org.kie..,                            org.wattward.rules.engine..",
    "org.antlr..,                          org.wattward.rules.read..",
    "org.quartz..,                         org.wattward.controller.schedule..",
    "java.sql..,                           org.wattward.controller.record..",
    "org.postgresql..,                     org.wattward.controller.record..",
    "org.flywaydb..,                       org.wattward.controller.record..",
    "org.snakeyaml..,                      org.wattward.devices.yaml..",
    "org.apache.arrow..,                   org.wattward.controller.api..",
    "picocli..,                            org.wattward.controller.command..",
    "org.springframework.web..,            org.wattward.controller.api.."
        + " org.wattward.controller.page.. org.wattward.controller.security.."
        + " org.wattward.controller.web..",
    "org.springframework.boot..,           org.wattward.controller.web.."
  })
  void aLibraryStaysInThePackageThatAdaptsIt(String library, String homes) {
    noClasses()
        .that(resideOutsideOfPackages(homes.split(" ")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(house);
  }

  @Test
  void springLivesInTheControllerOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.wattward.controller..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework..")
        .check(house);
  }

  @Test
  void onlyCommandsAndTheSimulationTouchTheSimulator() {
    noClasses()
        .that(
            resideOutsideOfPackages(
                "org.wattward.sim..",
                "org.wattward.controller.command..",
                "org.wattward.controller.simulation.."))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.wattward.sim..")
        .check(house);
  }

  @Test
  void onlyTheTimePackageAsksTheMachineForTheTime() {
    noClasses()
        .that(resideOutsideOfPackages(TIME))
        .should()
        .callMethodWhere(
            target(owner(resideInAPackage("java..")))
                .and(target(nameMatching("nanoTime|currentTimeMillis"))))
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(ZonedDateTime.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Clock.class, "systemDefaultZone")
        .orShould()
        .callMethodWhere(
            target(owner(nameMatching("java.lang.Thread"))).and(target(nameMatching("sleep"))))
        .check(house);
  }

  @Test
  void nobodyHelpsManagesOrImplements() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Impl")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .check(house);
  }

  @Test
  void roomsOfTheFloorHaveNoCycles() {
    slices().matching("org.wattward.devices.(*)..").should().beFreeOfCycles().check(house);
  }

  @Test
  void everyPackageIsNullMarked() {
    classes()
        .that()
        .haveSimpleName("package-info")
        .should()
        .beAnnotatedWith(org.jspecify.annotations.NullMarked.class)
        .check(house);
  }
}
