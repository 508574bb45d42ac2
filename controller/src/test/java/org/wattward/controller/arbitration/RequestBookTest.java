package org.wattward.controller.arbitration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.wattward.controller.arbitration.RequestBook.Touch;
import org.wattward.devices.point.PointId;
import org.wattward.devices.time.ManualTime;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Request.Source;
import org.wattward.rules.request.Wish;

class RequestBookTest {
  private static final PointId A = PointId.parse("pump-a/limit");
  private static final PointId B = PointId.parse("pump-b/limit");

  private final ManualTime time = new ManualTime(Instant.parse("2026-03-01T12:00:00Z"));
  private final AtomicInteger woken = new AtomicInteger();
  private final RequestBook book = new RequestBook(time, woken::incrementAndGet);

  @Test
  void whatAnOwnerDoesNotAskAgainIsWithdrawnAndToldOnce() {
    book.replace("zone/z", "z", List.of(request("1", A, 5), request("2", B, 6)), "No more.");
    assertThat(book.drain()).containsOnlyKeys(A, B).containsValue(new Touch("z", true));

    book.replace("zone/z", "z", List.of(request("1", A, 5)), "No more.");
    assertThat(book.drain()).containsOnlyKeys(B);
    assertThat(book.requests(B)).isEmpty();
    assertThat(book.taken(B)).singleElement().extracting(Taken::ended).isEqualTo("No more.");

    book.settle(B, time.nanos());
    assertThat(book.taken(B)).isEmpty();
  }

  @Test
  void askingTheSameAgainProlongsItsLifeButIsNoChange() {
    book.replace("zone/z", "z", List.of(request("1", A, 5)), "No more.");
    book.drain();
    int before = woken.get();
    time.advance(Duration.ofSeconds(50));

    book.replace("zone/z", "z", List.of(request("1", A, 5)), "No more.");

    assertThat(book.drain()).isEmpty();
    assertThat(woken.get()).isEqualTo(before);
    time.advance(Duration.ofSeconds(59));
    assertThat(book.requests(A)).hasSize(1);
    time.advance(Duration.ofSeconds(1));
    assertThat(book.requests(A)).isEmpty();
  }

  @Test
  void askingTheSameAgainKeepsItsPlaceButAnotherValueIsNewer() {
    book.take(request("1", A, 5));
    book.take(request("2", A, 6));
    book.take(request("1", A, 5));
    assertThat(book.requests(A)).extracting(Request::id).containsExactly("2", "1");

    book.take(request("1", A, 7));
    assertThat(book.requests(A)).extracting(Request::id).containsExactly("1", "2");
  }

  @Test
  void ownersDoNotTouchEachOthersRequests() {
    book.replace("zone/y", "y", List.of(request("1", A, 5)), "No more.");
    book.take(request("1", A, 6));
    book.replace("zone/z", "z", List.of(request("1", A, 7)), "No more.");
    book.replace("zone/z", "z", List.of(), "No more.");

    assertThat(book.requests(A)).hasSize(2);
    assertThat(book.withdraw("1", "Taken back.")).isPresent();
    assertThat(book.requests(A)).hasSize(1);
    assertThat(book.withdraw("1", "Taken back.")).isEmpty();
  }

  @Test
  void aRequestThatMovesToAnotherPointLeavesTheFirst() {
    book.take(request("1", A, 5));
    book.drain();

    book.take(request("1", B, 5));

    assertThat(book.drain()).containsOnlyKeys(A, B);
    assertThat(book.requests(A)).isEmpty();
    book.settle(A, time.nanos());
    assertThat(book.requests(B)).hasSize(1);
    assertThat(book.withdraw("1", "Taken back.")).isPresent();
  }

  @Test
  void aRequestMadeEarlierLivesOnlyAsLongAsIsLeft() {
    Request made = request("1", A, 5);
    time.advance(Duration.ofSeconds(40));
    book.take(made);

    time.advance(Duration.ofSeconds(19));
    assertThat(book.requests(A)).hasSize(1);
    time.advance(Duration.ofSeconds(1));
    assertThat(book.requests(A)).isEmpty();
    assertThat(book.take(made)).isPresent();
  }

  @Test
  void aRequestMadeInTheFutureLivesNoLongerThanItSays() {
    Request made = request("1", A, 5);
    time.jumpTo(time.now().minus(Duration.ofHours(1)));
    book.take(made);

    time.advance(Duration.ofSeconds(60));
    assertThat(book.requests(A)).isEmpty();
  }

  @Test
  void aPointBearsOnlySoManyRequests() {
    for (int i = 0; i < RequestBook.MOST_OF_A_POINT; i++) {
      assertThat(book.take(request("r" + i, A, i))).isEmpty();
    }

    assertThat(book.take(request("more", A, 1)))
        .contains("pump-a/limit has 200 requests already. Withdraw some first.");
    assertThat(book.take(request("r0", A, 1))).isEmpty();
    assertThat(book.take(request("more", B, 1))).isEmpty();
  }

  @Test
  void onlyProgramsOrdersThatAreNoMandatoryLimitsMayWait() {
    book.take(request("1", A, 5));
    assertThat(book.drain()).containsValue(new Touch("", true));

    book.take(request("2", A, Source.Kind.PROGRAM, Request.MANUAL_OPERATOR));
    assertThat(book.drain()).containsValue(new Touch("", false));
    book.take(request("3", A, Source.Kind.PERSON, 10));
    assertThat(book.drain()).containsValue(new Touch("", false));
    book.replace("zone/z", "z", List.of(request("4", A, Source.Kind.RULE, 12)), "No more.");
    book.take(request("5", A, 5));
    assertThat(book.drain()).containsValue(new Touch("z", false));
  }

  @Test
  void pointsAreFoundByTheReadingsTheyRestOn() {
    book.take(request("1", A, 5));

    assertThat(book.restingOn(Set.of(PointId.parse("meter-01/power")))).containsExactly(A);
    assertThat(book.restingOn(Set.of(PointId.parse("meter-02/power")))).isEmpty();
  }

  private Request request(String id, PointId point, double value) {
    return request(id, point, value, Source.Kind.PROGRAM, 10);
  }

  private Request request(String id, PointId point, Source.Kind kind, int level) {
    return request(id, point, 5, kind, level);
  }

  private Request request(String id, PointId point, double value, Source.Kind kind, int level) {
    return new Request(
        id,
        point,
        new Wish.Set(value),
        level,
        "Because.",
        new Source(kind, "test", ""),
        time.now(),
        Duration.ofSeconds(60),
        Set.of(PointId.parse("meter-01/power")));
  }
}
