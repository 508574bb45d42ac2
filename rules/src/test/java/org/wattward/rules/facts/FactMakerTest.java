package org.wattward.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FactMakerTest {
  @Test
  void everyFieldThatMayBeAbsentHasASwitchThatTellsSo() {
    for (FactType type : FactSchema.types()) {
      for (FactField field : type.fields().values()) {
        if (field.mayBeAbsent()) {
          assertThat(type.field(field.when()))
              .as("%s.%s", type.name(), field.name())
              .hasValueSatisfying(
                  guard -> assertThat(guard.form()).isEqualTo(FactField.Form.SWITCH));
        }
      }
    }
  }

  @Test
  void everyPointOfAFieldIsAStandardPointOfItsKind() {
    for (FactType type : FactSchema.types()) {
      type.kind()
          .ifPresent(kind ->
              type.fields()
                  .values()
                  .forEach(field -> {
                    assertThat(kind.standardPoints().keySet())
                        .as("%s.%s", type.name(), field.name())
                        .containsAll(field.points());
                    if (!field.offers().isEmpty()) {
                      assertThat(kind.standardPoints()).containsKey(field.offers());
                    }
                  }));
    }
  }
}
