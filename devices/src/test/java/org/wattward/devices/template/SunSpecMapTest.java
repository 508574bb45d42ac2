package org.wattward.devices.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.devices.template.SunSpecMap.Model;

class SunSpecMapTest {
  private static final SunSpecMap TEMPLATE = SunSpecMap.ofTemplate(List.of(1, 103, 120, 123));

  @Test
  void aTemplatesModelsStandOneAfterTheOtherFrom40000() {
    assertThat(TEMPLATE.models())
        .containsExactly(
            new Model(1, 40002, 66),
            new Model(103, 40070, 50),
            new Model(120, 40122, 26),
            new Model(123, 40150, 24));
  }

  @ParameterizedTest(name = "{0}: {1} -> {2}")
  @CsvSource({
    "the first register of a model,      40070, 50100",
    "power of model 103,                 40084, 50114",
    "the last register of a model,       40121, 50151",
    "a limit of model 123,               40155, 50007",
    "a manufacturer's own register,      30000, 30000",
    "a register behind the last model,   40176, 40176"
  })
  void aRegisterMovesWithItsModel(String what, int register, int moved) {
    SunSpecMap device =
        new SunSpecMap(50000, List.of(new Model(123, 50002, 24), new Model(103, 50100, 50)));

    assertThat(TEMPLATE.moved(register, device)).isEqualTo(OptionalInt.of(moved));
  }

  @Test
  void aRegisterOfAModelThatIsNotThereHasNoPlace() {
    SunSpecMap device = new SunSpecMap(50000, List.of(new Model(103, 50002, 50)));

    assertThat(TEMPLATE.moved(40155, device)).isEmpty();
  }

  @Test
  void aRegisterBeyondTheEndOfAShorterModelHasNoPlace() {
    SunSpecMap device = new SunSpecMap(50000, List.of(new Model(123, 50002, 10)));

    assertThat(TEMPLATE.moved(40161, device)).isEqualTo(OptionalInt.of(50013));
    assertThat(TEMPLATE.moved(40162, device)).isEmpty();
  }

  @Test
  void aModelWithRepeatingGroupsCannotBeInATemplate() {
    assertThatThrownBy(() -> SunSpecMap.ofTemplate(List.of(1, 160, 103)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("160");
  }

  @Test
  void theShippedSunSpecTemplatesStayWithinTheirModels() {
    for (String id : List.of("sunspec-inverter", "sunspec-battery")) {
      DeviceTemplate template = Templates.bundled().find(id).orElseThrow();
      SunSpecMap map = template.sunSpec().orElseThrow();
      SunSpecMap elsewhere =
          new SunSpecMap(
              0,
              map.models().stream()
                  .map(model -> new Model(model.id(), model.address() - 40000, model.length()))
                  .toList());
      for (PointTemplate point : template.points()) {
        if (point.address() instanceof Address.ModbusRegister register) {
          assertThat(map.moved(register.address(), elsewhere))
              .as("%s/%s", id, point.name())
              .isEqualTo(OptionalInt.of(register.address() - 40000));
        }
      }
    }
  }
}
