package org.wattward.protocols.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wattward.devices.template.SunSpecMap;
import org.wattward.devices.template.SunSpecMap.Model;

class SunSpecWalkTest {
  private final Map<Integer, Integer> registers = new HashMap<>();
  private final SunSpecWalk walk = new SunSpecWalk(this::read);

  @ParameterizedTest
  @ValueSource(ints = {40000, 50000, 0})
  void modelsAreFoundAtAllThreeBases(int base) throws Exception {
    put(base, 0x5375, 0x6E53);
    put(base + 2, 1, 66);
    put(base + 70, 103, 50);
    put(base + 122, 0xFFFF, 0);

    assertThat(walk.find())
        .contains(
            new SunSpecMap(
                base, List.of(new Model(1, base + 2, 66), new Model(103, base + 70, 50))));
  }

  @Test
  void aDeviceThatRefusesWhatLiesBehindItsLastModelIsRead() throws Exception {
    put(40000, 0x5375, 0x6E53);
    put(40002, 1, 65);

    assertThat(walk.find().orElseThrow().models()).containsExactly(new Model(1, 40002, 65));
  }

  @Test
  void otherNumbersAreNoMarker() throws Exception {
    put(40000, 0x5375, 0x6E54);
    put(50000, 0, 0);

    assertThat(walk.find()).isEmpty();
  }

  @Test
  void modelsWithoutEndDoNotHoldItUp() throws Exception {
    SunSpecWalk endless =
        new SunSpecWalk((address, count) ->
            Optional.of(address == 40000 ? new int[] {0x5375, 0x6E53} : new int[] {7, 0}));

    assertThat(endless.find().orElseThrow().models()).hasSize(100);
  }

  private void put(int address, int... words) {
    for (int i = 0; i < words.length; i++) {
      registers.put(address + i, words[i]);
    }
  }

  private Optional<int[]> read(int address, int count) {
    int[] words = new int[count];
    for (int i = 0; i < count; i++) {
      Integer word = registers.get(address + i);
      if (word == null) {
        return Optional.empty();
      }
      words[i] = word;
    }
    return Optional.of(words);
  }
}
