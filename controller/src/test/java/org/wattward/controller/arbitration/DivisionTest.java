package org.wattward.controller.arbitration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.controller.arbitration.Division.Member;
import org.wattward.controller.arbitration.GroupRequest.Sharing;
import org.wattward.devices.point.PointId;

class DivisionTest {
  /** Three members with least 0: sizes 10, 20, 30 kW, needs 2, 20, 10 kW. */
  private static final List<Member> THREE =
      List.of(member("a", 0, 10, 2), member("b", 0, 20, 20), member("c", 0, 30, 10));

  @ParameterizedTest(name = "{1} kW {0}: {2} {3} {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # sharing | total kW | a kW | b kW | c kW
          EQUALLY   | 24       | 8    | 8    | 8
          EQUALLY   | 36       | 10   | 13   | 13
          EQUALLY   | 100      | 10   | 20   | 30
          EQUALLY   | 0        | 0    | 0    | 0
          BY_SIZE   | 30       | 5    | 10   | 15
          BY_SIZE   | 60       | 10   | 20   | 30
          BY_NEED   | 12       | 2    | 5    | 5
          BY_NEED   | 24       | 2    | 12   | 10
          BY_NEED   | 32       | 2    | 20   | 10
          BY_NEED   | 40       | 4    | 20   | 16
          BY_NEED   | 60       | 10   | 20   | 30
          """)
  void sharesAreFair(Sharing sharing, double total, double a, double b, double c) {
    Map<PointId, Double> shares = Division.divide(total, THREE, sharing);

    assertThat(shares.get(PointId.parse("a/limit"))).isEqualTo(a, within(1e-6));
    assertThat(shares.get(PointId.parse("b/limit"))).isEqualTo(b, within(1e-6));
    assertThat(shares.get(PointId.parse("c/limit"))).isEqualTo(c, within(1e-6));
  }

  @Test
  void sharesKeepToTheTotalAndToWhatMembersCanDo() {
    Random random = new Random(7);
    for (int run = 0; run < 10_000; run++) {
      List<Member> members = new ArrayList<>();
      for (int i = random.nextInt(1, 8); i > 0; i--) {
        double least = random.nextInt(5);
        members.add(member("m" + i, least, least + random.nextInt(30), random.nextInt(40)));
      }
      double total = random.nextInt(150);
      Sharing sharing = List.of(Sharing.values()).get(random.nextInt(3));

      Map<PointId, Double> shares = Division.divide(total, members, sharing);

      double leasts = members.stream().mapToDouble(Member::least).sum();
      double sizes = members.stream().mapToDouble(Member::size).sum();
      double given = shares.values().stream().mapToDouble(share -> share).sum();
      assertThat(given).as("run %d", run).isLessThanOrEqualTo(Math.max(total, leasts));
      assertThat(given).as("run %d", run).isEqualTo(Math.clamp(total, leasts, sizes), within(1e-6));
      for (Member member : members) {
        assertThat(shares.get(member.point())).isBetween(member.least(), member.size());
      }
    }
  }

  private static Member member(String id, double least, double size, double need) {
    return new Member(new PointId(id, "limit"), least, size, need);
  }
}
