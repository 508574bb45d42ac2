package org.wattward.protocols.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.devices.template.DeviceTemplate.Pacing;
import org.wattward.devices.template.RegisterTable;

class BlockPlannerTest {
  /**
   * Spans and blocks are written table letter, address, plus count: {@code h10+2} is holding 10 to
   * 11; d is discrete inputs, c coils, i input registers.
   */
  @ParameterizedTest(name = "{0}: {3} -> {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what                              | max registers | max gap | spans                | blocks
          nothing at all                      | 125 | 16 | ''                              | ''
          one value                           | 125 | 16 | h10+2                           | h10+2
          neighbours share a request          | 125 | 16 | h10+2 h12+2                     | h10+4
          the order does not matter           | 125 | 16 | h12+2 h10+2                     | h10+4
          a small gap is read along           | 125 | 16 | h10+1 h27+1                     | h10+18
          a wide gap is not                   | 125 | 16 | h10+1 h28+1                     | h10+1 h28+1
          without gaps only neighbours share  | 125 | 0  | h10+1 h11+1 h13+1               | h10+2 h13+1
          tables never share                  | 125 | 16 | h10+1 i11+1                     | h10+1 i11+1
          the limit holds                     | 4   | 16 | h0+2 h2+2 h4+2                  | h0+4 h4+2
          a value is never split              | 3   | 16 | h0+2 h2+2                       | h0+2 h2+2
          a value beyond the limit goes alone | 1   | 16 | h0+2 h2+1                       | h0+2 h2+1
          the same span twice is read once    | 125 | 16 | h5+2 h5+2                       | h5+2
          overlapping spans share             | 125 | 16 | h5+2 h6+1                       | h5+2
          bits count by sixteen               | 125 | 1  | d0+1 d17+1 d35+1                | d0+18 d35+1
          bits have their own limit           | 125 | 125| c0+1 c1999+1                   | c0+2000
          and it holds                        | 125 | 125| c0+1 c2000+1                    | c0+1 c2000+1
          fewer registers mean fewer bits     | 1   | 9  | c0+1 c15+1 c16+1                | c0+16 c16+1
          a template cannot ask for too much  | 999 | 0  | h0+4 h4+121 h125+1              | h0+125 h125+1
          the last address                    | 125 | 16 | h65535+1 h65530+2               | h65530+6
          a scale factor far away             | 125 | 16 | h40072+1 h40076+1 h40200+1      | h40072+5 h40200+1
          """)
  void plansAreAsShortAsTheLimitsAllow(
      String what, int maxRegisters, int maxGap, String spans, String blocks) {
    List<Block> plan = planner(maxRegisters, maxGap).plan(spans(spans), Obstacles.NONE);

    assertThat(plan).extracting(Block::extent).containsExactlyElementsOf(spans(blocks));
  }

  @Test
  void aMissingSpanIsLeftOutAndNotReadAlong() {
    List<Span> spans = spans("h10+1 h11+1 h12+1");
    Obstacles obstacles = Obstacles.NONE.withMissing(spans.get(1));

    List<Block> plan = planner(125, 16).plan(spans, obstacles);

    assertThat(plan).extracting(Block::extent).containsExactlyElementsOf(spans("h10+1 h12+1"));
  }

  @Test
  void aCutKeepsNeighboursApart() {
    List<Span> spans = spans("h10+1 h11+1 h12+1");
    Obstacles obstacles = Obstacles.NONE.withCutBefore(spans.get(1));

    List<Block> plan = planner(125, 16).plan(spans, obstacles);

    assertThat(plan).extracting(Block::extent).containsExactlyElementsOf(spans("h10+1 h11+2"));
  }

  @Test
  void everySpanIsInExactlyOneBlockWithinTheLimitsForRandomDevices() {
    for (long seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      int maxRegisters = 4 + random.nextInt(122);
      int maxGap = random.nextInt(40);
      List<Span> spans = randomSpans(random);

      List<Block> plan = planner(maxRegisters, maxGap).plan(spans, Obstacles.NONE);

      String device = "seed %d, max %d, gap %d".formatted(seed, maxRegisters, maxGap);
      List<Span> covered = plan.stream().flatMap(block -> block.spans().stream()).toList();
      Set<Span> wanted = new HashSet<>(spans);
      assertThat(covered).as(device).doesNotHaveDuplicates().hasSameElementsAs(wanted);
      assertThat(plan).as(device).allMatch(block -> isWithinLimits(block, maxRegisters, maxGap));
      assertThat(plan.size()).as(device).isLessThanOrEqualTo(wanted.size());
    }
  }

  @Test
  void noOtherPlanNeedsFewerRequestsForRandomSmallDevices() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      List<Span> spans = new ArrayList<>(new TreeSet<>(randomApartSpans(random)));
      int maxRegisters = 4 + random.nextInt(10);
      int maxGap = random.nextInt(6);

      int planned = planner(maxRegisters, maxGap).plan(spans, Obstacles.NONE).size();

      assertThat(planned).as("seed %d", seed).isEqualTo(fewest(spans, maxRegisters, maxGap));
    }
  }

  /** Tries every way of cutting a sorted list into runs. */
  private static int fewest(List<Span> spans, int maxRegisters, int maxGap) {
    int best = spans.size();
    for (int cuts = 0; cuts < 1 << (spans.size() - 1); cuts++) {
      boolean allowed = true;
      int from = 0;
      for (int i = 1; i <= spans.size() && allowed; i++) {
        if (i == spans.size() || (cuts >> (i - 1) & 1) != 0) {
          Block run = Block.of(spans.subList(from, i));
          allowed = run.spans().size() == 1 || isWithinLimits(run, maxRegisters, maxGap);
          from = i;
        }
      }
      if (allowed) {
        best = Math.min(best, Integer.bitCount(cuts) + 1);
      }
    }
    return best;
  }

  private static boolean isWithinLimits(Block block, int maxRegisters, int maxGap) {
    int bits = block.extent().table().isBits() ? 16 : 1;
    int max = Math.min(bits * maxRegisters, block.extent().table().isBits() ? 2000 : 125);
    List<Span> sorted = block.spans().stream().sorted(Comparator.naturalOrder()).toList();
    int end = sorted.getFirst().end();
    for (Span span : sorted) {
      if (span.address() - end > maxGap * bits || span.table() != block.extent().table()) {
        return false;
      }
      end = Math.max(end, span.end());
    }
    return block.extent().count() <= max
        && block.extent().address() == sorted.getFirst().address()
        && block.extent().end() == end;
  }

  private static List<Span> randomSpans(Random random) {
    List<Span> spans = new ArrayList<>();
    int count = 1 + random.nextInt(60);
    for (int i = 0; i < count; i++) {
      RegisterTable table = List.of(RegisterTable.values()).get(random.nextInt(4));
      int width = table.isBits() ? 1 : 1 << random.nextInt(3);
      spans.add(new Span(table, random.nextInt(400), width));
    }
    return spans;
  }

  private static List<Span> randomApartSpans(Random random) {
    List<Span> spans = new ArrayList<>();
    int address = 0;
    int count = 1 + random.nextInt(9);
    for (int i = 0; i < count; i++) {
      address += random.nextInt(5);
      int width = 1 << random.nextInt(3);
      spans.add(new Span(RegisterTable.HOLDING, address, width));
      address += width;
    }
    return spans;
  }

  private static BlockPlanner planner(int maxRegisters, int maxGap) {
    return new BlockPlanner(new Pacing(maxRegisters, maxGap, Duration.ZERO, Duration.ZERO, false));
  }

  private static List<Span> spans(String text) {
    return Arrays.stream(text.split(" "))
        .filter(span -> !span.isEmpty())
        .map(BlockPlannerTest::span)
        .toList();
  }

  private static Span span(String text) {
    RegisterTable table =
        switch (text.charAt(0)) {
          case 'h' -> RegisterTable.HOLDING;
          case 'i' -> RegisterTable.INPUT;
          case 'c' -> RegisterTable.COIL;
          case 'd' -> RegisterTable.DISCRETE_INPUT;
          default -> throw new IllegalArgumentException(text);
        };
    String[] numbers = text.substring(1).split("\\+");
    return new Span(table, Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
  }
}
