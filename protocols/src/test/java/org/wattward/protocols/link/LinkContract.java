package org.wattward.protocols.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.template.PointTemplate.Writing;
import org.wattward.protocols.link.LinkListener.StateChange;
import org.wattward.protocols.link.LinkStatus.State;

/**
 * What every link promises, whatever its protocol. A test of a protocol extends this and brings its
 * {@link LinkFixture}; the fixture's server should not be built on the library of the link.
 */
@Timeout(180)
public abstract class LinkContract {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration A_LITTLE = Duration.ofSeconds(1);

  private final RecordingListener listener = new RecordingListener();
  private LinkFixture field;
  private Link link;

  /** A running field side. */
  protected abstract LinkFixture fixture() throws Exception;

  @BeforeEach
  final void open() throws Exception {
    field = fixture();
    link = field.open(listener);
  }

  @AfterEach
  final void close() throws Exception {
    // Where the field side could not be had, the test was skipped before there was a link.
    if (link != null) {
      link.close();
      field.close();
    }
    assertThat(listener.faults()).isEmpty();
    assertThat(listener.all().stream().filter(one -> one.quality().isGood()))
        .allMatch(one -> Double.isFinite(one.value()));
  }

  @Test
  protected void everyPointIsReadWithItsValue() {
    Instant before = Instant.now();

    link.start();

    for (Map.Entry<PointId, Double> shown : field.shown().entrySet()) {
      Await.until(
          "%s reads %s".formatted(shown.getKey(), shown.getValue()),
          () -> listener.shows(shown.getKey(), shown.getValue()));
    }
    assertThat(listener.all())
        .extracting(Reading::time)
        .allMatch(time -> isPlausible(time, before));
    assertThat(link.status().state()).isEqualTo(State.UP);
    assertThat(link.status().points()).isPositive();
    assertThat(link.status().requests()).isPositive();
  }

  @Test
  protected void aChangedValueIsRead() {
    link.start();
    PointId point = field.changing();
    double first = shownAtFirst(point);
    Await.until("the first value is read", () -> listener.shows(point, first));

    field.show(point, first + 7);

    Await.until("the new value is read", () -> listener.shows(point, first + 7));
  }

  @Test
  protected void theFirstConnectionIsToldOnce() {
    link.start();
    awaitFirstReadings();

    assertThat(listener.linkChanges()).extracting(StateChange::up).containsExactly(true);
    assertThat(listener.linkChanges()).extracting(StateChange::link).containsExactly(link.id());
  }

  @Test
  protected void aWriteArrivesOnceAndIsVerified() {
    link.start();
    awaitFirstReadings();
    double value = field.writableValues().getFirst();

    WriteOutcome outcome = link.write(field.writable(), value, SOON);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            WriteOutcome.Verified.class,
            verified -> assertThat(verified.readBack()).isCloseTo(value, within(1e-6)));
    assertThat(field.held()).isCloseTo(value, within(1e-6));
    assertThat(field.writesArrived()).isOne();
  }

  @Test
  protected void writesOfOneCallerKeepTheirOrder() {
    link.start();
    awaitFirstReadings();
    List<Double> values = field.writableValues();

    for (int i = 0; i < 6; i++) {
      WriteOutcome outcome = link.write(field.writable(), values.get(i % 2), SOON);
      assertThat(outcome).isInstanceOf(WriteOutcome.Verified.class);
    }

    assertThat(field.held()).isCloseTo(values.get(1), within(1e-6));
    assertThat(field.writesArrived()).isEqualTo(6);
  }

  @Test
  protected void aWriteThatTheDeviceRejectsIsNotVerified() {
    link.start();
    awaitFirstReadings();
    field.rejectWrites();

    // MQTT has no "no": there the time runs out
    WriteOutcome outcome =
        link.write(field.writable(), field.writableValues().getFirst(), A_LITTLE);

    assertThat(outcome).isNotInstanceOf(WriteOutcome.Verified.class);
  }

  @Test
  protected void aReadOnlyPointRefusesAWrite() {
    link.start();
    awaitFirstReadings();

    assertThat(link.write(field.readOnly(), 1, SOON)).isInstanceOf(WriteOutcome.Refused.class);
  }

  @Test
  protected void aForeignPointRefusesAWrite() {
    link.start();
    awaitFirstReadings();

    assertThat(link.write(new PointId("nobody", "power"), 1, SOON))
        .isInstanceOf(WriteOutcome.Refused.class);
  }

  @Test
  protected void lossAndReturnAreToldOnceEach() throws Exception {
    link.start();
    awaitFirstReadings();
    listener.forget();

    field.stop();
    Await.until("the loss is told", () -> !listener.linkChanges().isEmpty());
    Await.until("the link is down", () -> link.status().state() == State.DOWN);
    assertThat(link.status().reason()).isNotBlank();
    Await.until("it failed", () -> link.status().failures() >= 1);
    field.start();

    Await.until("the link is up", () -> link.status().state() == State.UP);
    PointId point = field.changing();
    double value = shownAtFirst(point) + 3;
    field.show(point, value);
    Await.until("a new value is read", () -> listener.shows(point, value));
    assertThat(listener.linkChanges()).extracting(StateChange::up).containsExactly(false, true);
    assertThat(listener.linkChanges()).extracting(StateChange::reason).noneMatch(String::isBlank);
  }

  @Test
  protected void whatWasReadBeforeALossIsNotGivenAfterIt() throws Exception {
    link.start();
    awaitFirstReadings();
    PointId point = field.changing();
    double value = shownAtFirst(point) + 11;

    field.stop();
    Await.until("the link is down", () -> link.status().state() == State.DOWN);
    listener.forget();
    field.show(point, value);
    field.start();

    Await.until("the new value is read", () -> listener.shows(point, value));
    assertThat(listener.goodValues(point)).allMatch(read -> Math.abs(read - value) < 1e-6);
  }

  @Test
  protected void aValueBeyondTheTemplatesRangeNeverGoesOut() {
    link.start();
    awaitFirstReadings();
    double beyond = writableRange().max() + 1;

    for (double value : new double[] {beyond, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThat(link.write(field.writable(), value, A_LITTLE))
          .isInstanceOf(WriteOutcome.Refused.class);
    }
    assertThat(field.writesArrived()).isZero();
  }

  private Writing writableRange() {
    return field.devices().stream()
        .filter(device -> device.id().equals(field.writable().device()))
        .flatMap(device -> device.template().point(field.writable().name()).stream())
        .flatMap(point -> point.writing().stream())
        .findFirst()
        .orElseThrow();
  }

  @Test
  protected void writesWorkAgainAfterALoss() throws Exception {
    link.start();
    awaitFirstReadings();
    field.stop();
    Await.until("the link is down", () -> link.status().state() == State.DOWN);
    field.start();
    Await.until("the link is up", () -> link.status().state() == State.UP);
    double value = field.writableValues().get(1);

    Await.until(
        "a write is verified",
        () -> link.write(field.writable(), value, SOON) instanceof WriteOutcome.Verified);

    assertThat(field.held()).isCloseTo(value, within(1e-6));
  }

  @Test
  protected void aLinkWaitsForAServerThatComesLater() throws Exception {
    field.stop();
    link.start();
    Await.until("the link is down", () -> link.status().state() == State.DOWN);

    field.start();

    awaitFirstReadings();
    assertThat(listener.linkChanges()).extracting(StateChange::up).containsExactly(false, true);
  }

  @Test
  protected void aWriteToADeadServerIsNeverVerified() throws Exception {
    link.start();
    awaitFirstReadings();
    field.stop();
    int arrived = field.writesArrived();

    WriteOutcome outcome = link.write(field.writable(), field.writableValues().getFirst(), SOON);

    assertThat(outcome).isInstanceOfAny(WriteOutcome.Refused.class, WriteOutcome.Unknown.class);
    assertThat(field.writesArrived()).isEqualTo(arrived);
  }

  @Test
  protected void nothingIsToldAfterClosing() {
    link.start();
    awaitFirstReadings();

    link.close();
    long calls = listener.calls();

    assertThat(link.status().state()).isEqualTo(State.CLOSED);
    assertThat(link.write(field.writable(), field.writableValues().getFirst(), SOON))
        .isInstanceOf(WriteOutcome.Refused.class);
    assertThat(listener.calls()).isEqualTo(calls);
  }

  @Test
  protected void closingIsQuickAndMayBeRepeated() throws Exception {
    link.start();
    awaitFirstReadings();
    field.stop();
    long start = System.nanoTime();

    link.close();
    link.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    assertThat(link.status().state()).isEqualTo(State.CLOSED);
  }

  @Test
  protected void aLinkThatWasNeverStartedCanBeClosed() {
    link.close();

    assertThat(link.status().state()).isEqualTo(State.CLOSED);
    assertThat(listener.calls()).isZero();
  }

  private void awaitFirstReadings() {
    Await.until(
        "all points are read",
        () -> field.shown().keySet().stream().allMatch(point -> listener.good(point).isPresent()));
  }

  private double shownAtFirst(PointId point) {
    return Objects.requireNonNull(field.shown().get(point));
  }

  private static boolean isPlausible(Instant time, Instant start) {
    return !time.isBefore(start.minusSeconds(60)) && !time.isAfter(Instant.now().plusSeconds(1));
  }
}
