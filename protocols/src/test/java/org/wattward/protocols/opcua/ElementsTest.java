package org.wattward.protocols.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.wattward.devices.template.PointTemplate.PollGroup;

/** Arrays; structures are tested with a server, which knows their types. */
class ElementsTest {
  private static NodePoint point(String... element) {
    NodePoint whole = TestDevices.node(TestDevices.readable("power", PollGroup.FAST));
    return new NodePoint(
        whole.id(), whole.template(), whole.place(), List.of(element), whole.sampling(), 1);
  }

  private static @Nullable Object in(Object value, String... element) {
    return Elements.NO_STRUCTURES.in(value, point(element));
  }

  @Test
  void aNumberIsFoundByItsIndex() {
    assertThat(in(5.0)).isEqualTo(5.0);
    assertThat(in(new Double[] {1.0, 2.0, 3.0}, "2")).isEqualTo(3.0);
    assertThat(in(new Double[] {3.0}, "2")).as("cut out by the server").isEqualTo(3.0);
    assertThat(in(Matrix.ofInt32(new int[][] {{1, 2}, {3, 4}}), "1", "0")).isEqualTo(3);
    assertThat(in(new Variant[] {Variant.ofInt16((short) 7), Variant.ofInt16((short) 8)}, "1"))
        .isEqualTo((short) 8);
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThat(in(new Double[] {1.0, 2.0}, "5"))
        .isInstanceOfSatisfying(
            Elements.None.class,
            none -> assertThat(none.reason()).contains("at /5 has 2 items, counted from 0"));
    assertThat(in(new Double[] {1.0, 2.0}, "99999999999")).isInstanceOf(Elements.None.class);
    assertThat(in(5.0, "power"))
        .isInstanceOfSatisfying(
            Elements.None.class,
            none ->
                assertThat(none.reason()).contains("holds a Double, in which there is no power"));
    assertThat(in(new Double[] {1.0, null}, "1"))
        .isInstanceOfSatisfying(
            Elements.None.class, none -> assertThat(none.reason()).contains("1 is empty"));
  }
}
