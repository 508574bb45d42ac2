package org.wattward.devices.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wattward.devices.template.RegisterEncoding.RegisterType;

/** What holds for every word and every value; the seed is in every failure's message. */
class RegisterCodecPropertyTest {
  private static final int RUNS = 2_000;
  private static final double[] SCALES = {1, 0.1, 0.01, 0.001, 10, -1, 1000, -0.1};

  @ParameterizedTest
  @EnumSource(RegisterType.class)
  void wordsThatAreAValueComeBackAsTheSameWords(RegisterType type) {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int run = 0; run < RUNS; run++) {
      RegisterCodec codec = codec(type, random);
      int[] words = words(type, random);
      int scaleWord = random.nextInt(7) - 3;
      switch (codec.decode(words, 0, scaleWord)) {
        case Decoded.Value value -> {
          Encoded encoded = codec.encode(value.value(), scaleWord);
          assertThat(encoded).as("seed %d run %d", seed, run).isInstanceOf(Encoded.Words.class);
          Encoded.Words again = (Encoded.Words) encoded;
          if (Numbers.isWhole(type) && type.registers() < 4) {
            assertThat(again.words())
                .as("seed %d run %d", seed, run)
                .containsExactlyElementsOf(Arrays.stream(words).boxed().toList());
          } else {
            assertThat(again.value())
                .as("seed %d run %d", seed, run)
                .isCloseTo(value.value(), withinPercentage(1e-4));
          }
        }
        case Decoded.NotANumber no -> assertThat(no.reason()).isNotBlank();
        // A scaled 64 bit number may be more than a double can hold; any words may make a float
        // that is smaller than anything measured.
        case Decoded.OutOfRange no ->
            assertThat(
                    type == RegisterType.FLOAT64
                        || (type == RegisterType.FLOAT32 && Math.abs(no.value()) < 1e-15))
                .as("seed %d run %d: %s", seed, run, no)
                .isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(RegisterType.class)
  void whateverIsEncodedIsDecodedAsWhatItSaidItWouldBe(RegisterType type) {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int held = 0;
    for (int run = 0; run < RUNS; run++) {
      RegisterCodec codec = codec(type, random);
      int scaleWord = random.nextInt(7) - 3;
      double value = random.nextGaussian() * Math.pow(10, random.nextInt(8) - 2);
      if (codec.encode(value, scaleWord) instanceof Encoded.Words encoded) {
        held++;
        int[] words = encoded.words().stream().mapToInt(Integer::intValue).toArray();
        assertThat(codec.decode(words, 0, scaleWord))
            .as("seed %d run %d value %s", seed, run, value)
            .isEqualTo(new Decoded.Value(encoded.value() + 0.0));
      }
    }
    assertThat(held).as("seed %d", seed).isPositive();
  }

  private static RegisterCodec codec(RegisterType type, Random random) {
    if (type == RegisterType.BIT) {
      return Points.of(type).codec();
    }
    Points points = Points.of(type).scaled(SCALES[random.nextInt(SCALES.length)], 0);
    points = random.nextBoolean() ? points.lowFirst() : points;
    return (random.nextBoolean() ? points.withScaleRegister() : points).codec();
  }

  private static int[] words(RegisterType type, Random random) {
    int[] words = new int[type.registers()];
    for (int i = 0; i < words.length; i++) {
      words[i] = type == RegisterType.BIT ? random.nextInt(2) : random.nextInt(0x10000);
    }
    return words;
  }
}
