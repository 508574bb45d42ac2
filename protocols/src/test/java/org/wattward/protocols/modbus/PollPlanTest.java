package org.wattward.protocols.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.wattward.devices.codec.RegisterCodec;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Quality;
import org.wattward.devices.point.Reading;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.template.Address.ModbusRegister;
import org.wattward.devices.template.DeviceTemplate.Pacing;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.Form;
import org.wattward.devices.template.PointTemplate.PollGroup;
import org.wattward.devices.template.RegisterEncoding;
import org.wattward.devices.template.RegisterEncoding.RegisterType;
import org.wattward.devices.template.RegisterTable;

class PollPlanTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  private final FakeRegisters device = new FakeRegisters();

  @Test
  void neighboursAreReadWithOneRequest() throws Exception {
    PollPlan plan = plan(points(10, 11, 12));

    List<Reading> readings = poll(plan);

    assertThat(device.asked).containsExactly("10+3");
    assertThat(readings).extracting(Reading::value).containsExactly(10.0, 11.0, 12.0);
  }

  @Test
  void aBadRegisterIsFoundOnceAndTheOthersAreReadOn() throws Exception {
    device.missing.add(12);
    PollPlan plan = plan(points(10, 11, 12, 13, 14));

    List<Reading> first = poll(plan);
    device.asked.clear();
    List<Reading> second = poll(plan);

    assertThat(device.asked).containsExactly("10+2", "13+2");
    for (List<Reading> readings : List.of(first, second)) {
      assertThat(goodValues(readings)).containsExactly(10.0, 11.0, 13.0, 14.0);
      assertThat(badReasons(readings))
          .singleElement()
          .asString()
          .contains("holding 12")
          .contains("meter-01");
    }
  }

  @Test
  void aHoleBetweenGoodRegistersIsNoLongerBridged() throws Exception {
    device.missing.add(14);
    PollPlan plan = plan(points(10, 11, 20, 21));

    List<Reading> first = poll(plan);
    device.asked.clear();
    List<Reading> second = poll(plan);

    assertThat(goodValues(first)).containsExactly(10.0, 11.0, 20.0, 21.0);
    assertThat(goodValues(second)).containsExactly(10.0, 11.0, 20.0, 21.0);
    assertThat(device.asked).containsExactly("10+2", "20+2");
  }

  @Test
  void aRequestThatIsTooLongForTheDeviceIsHalved() throws Exception {
    device.longest = 8;
    PollPlan plan = plan(points(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));

    assertThat(goodValues(poll(plan))).hasSize(16);
    device.asked.clear();
    assertThat(goodValues(poll(plan))).hasSize(16);

    assertThat(device.asked).containsExactly("0+8", "8+8");
  }

  @Test
  void forgettingTriesTheBadRegisterAgain() throws Exception {
    device.missing.add(11);
    PollPlan plan = plan(points(10, 11, 12));
    poll(plan);
    device.missing.clear();

    plan.forgetObstacles();

    assertThat(goodValues(poll(plan))).containsExactly(10.0, 11.0, 12.0);
    assertThat(plan.blocks()).hasSize(1);
  }

  @Test
  void aRefusalThatIsNotAboutAddressesMakesOnlyThisPollBad() throws Exception {
    device.answer = Optional.of(new Reply.Refused(6));
    PollPlan plan = plan(points(10, 11));

    assertThat(badReasons(poll(plan)))
        .hasSize(2)
        .allMatch(reason -> reason.contains("exception 6, busy"));
    device.answer = Optional.empty();

    assertThat(goodValues(poll(plan))).containsExactly(10.0, 11.0);
  }

  @Test
  void aWrongAnswerMakesItsPointsBadAndLeavesTheUnreachedAlone() {
    device.failAt = 1;
    device.fault = new NoAnswer(NoAnswer.Kind.WRONG_ANSWER, "Unit 2 answered.");
    PollPlan plan = plan(points(10, 200, 400));
    RegisterImage image = new RegisterImage();

    assertThatThrownBy(() -> plan.poll(device, image, () -> NOW)).isSameAs(device.fault);

    List<Reading> readings = plan.readings(image, () -> NOW);
    assertThat(goodValues(readings)).containsExactly(10.0);
    assertThat(badReasons(readings)).containsExactly("Unit 2 answered.");
    assertThat(readings).hasSize(2);
  }

  @Test
  void silenceMakesNothingBadByItself() {
    device.failAt = 1;
    device.fault = new NoAnswer(NoAnswer.Kind.SILENT, "No answer within 1000 ms.");
    PollPlan plan = plan(points(10, 200));
    RegisterImage image = new RegisterImage();

    assertThatThrownBy(() -> plan.poll(device, image, () -> NOW)).isSameAs(device.fault);

    assertThat(goodValues(plan.readings(image, () -> NOW))).containsExactly(10.0);
    assertThat(plan.readings(image, () -> NOW)).hasSize(1);
  }

  @Test
  void aScaleFactorIsReadWithItsValue() throws Exception {
    ModbusRegister scaled =
        new ModbusRegister(
            RegisterTable.HOLDING,
            30,
            new RegisterEncoding(RegisterType.INT16, false),
            1,
            0,
            Optional.of(2),
            List.of(),
            List.of());
    PollPlan plan = plan(List.of(point("power", scaled)));

    assertThat(goodValues(poll(plan))).containsExactly(3000.0);
    assertThat(device.asked).containsExactly("2+1", "30+1");

    device.missing.add(2);
    assertThat(badReasons(poll(plan))).singleElement().asString().contains("holding 2");
  }

  @Test
  void whateverIsMissingEveryOtherPointIsReadForRandomDevices() throws Exception {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      device.missing.clear();
      Set<Integer> addresses = new HashSet<>();
      for (int i = 0; i < 40; i++) {
        addresses.add(random.nextInt(200));
      }
      for (int i = 0; i < random.nextInt(12); i++) {
        device.missing.add(random.nextInt(200));
      }
      PollPlan plan = plan(points(addresses.stream().mapToInt(a -> a).sorted().toArray()));
      List<Double> expected =
          addresses.stream()
              .filter(address -> !device.missing.contains(address))
              .map(Integer::doubleValue)
              .toList();

      for (int poll = 0; poll < 15; poll++) {
        assertThat(goodValues(poll(plan))).as("seed %d", seed).hasSameElementsAs(expected);
      }

      device.refusals = 0;
      poll(plan);
      assertThat(device.refusals).as("seed %d: the plan has settled", seed).isZero();
    }
  }

  private List<Reading> poll(PollPlan plan) throws InterruptedException {
    RegisterImage image = new RegisterImage();
    plan.poll(device, image, () -> NOW);
    return plan.readings(image, () -> NOW);
  }

  private static List<Double> goodValues(List<Reading> readings) {
    return readings.stream().filter(r -> r.quality().isGood()).map(Reading::value).toList();
  }

  private static List<String> badReasons(List<Reading> readings) {
    return readings.stream()
        .map(Reading::quality)
        .filter(Quality.Bad.class::isInstance)
        .map(quality -> ((Quality.Bad) quality).reason())
        .toList();
  }

  private static PollPlan plan(List<PolledPoint> points) {
    Pacing pacing = new Pacing(125, 16, Duration.ZERO, Duration.ZERO, false);
    return new PollPlan("meter-01", 1, points, new BlockPlanner(pacing));
  }

  private static List<PolledPoint> points(int... addresses) {
    List<PolledPoint> points = new ArrayList<>();
    for (int address : addresses) {
      points.add(
          point(
              "p" + address,
              TestDevices.register(RegisterTable.HOLDING, address, RegisterType.UINT16, 1)));
    }
    return points;
  }

  private static PolledPoint point(String name, ModbusRegister register) {
    PointTemplate template =
        new PointTemplate(
            name,
            name,
            Form.NUMBER,
            Unit.W,
            -1e6,
            1e6,
            true,
            PollGroup.FAST,
            register,
            Optional.empty());
    return PolledPoint.of(new PointId("device", name), RegisterCodec.of(template).orElseThrow());
  }

  /** A device whose registers hold their own addresses. */
  private static final class FakeRegisters implements PollPlan.Asker {
    private final Set<Integer> missing = new HashSet<>();
    private final List<String> asked = new ArrayList<>();
    private int longest = 125;
    private int failAt = -1;
    private int refusals;
    private NoAnswer fault = new NoAnswer(NoAnswer.Kind.SILENT, "");
    private Optional<Reply> answer = Optional.empty();

    @Override
    public Reply ask(Query.Read query) {
      if (asked.size() == failAt) {
        throw fault;
      }
      asked.add(query.address() + "+" + query.count());
      if (answer.isPresent()) {
        return answer.get();
      }
      if (query.count() > longest) {
        refusals++;
        return new Reply.Refused(3);
      }
      int[] words = new int[query.count()];
      for (int i = 0; i < words.length; i++) {
        words[i] = query.address() + i;
        if (missing.contains(words[i])) {
          refusals++;
          return new Reply.Refused(2);
        }
      }
      return new Reply.Words(words);
    }
  }
}
