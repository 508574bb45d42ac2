package org.wattward.controller.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.wattward.controller.district.District;
import org.wattward.controller.receipt.Asker;
import org.wattward.controller.receipt.Order;
import org.wattward.controller.receipt.Quota;
import org.wattward.controller.receipt.Receipt;
import org.wattward.controller.receipt.Receipts;
import org.wattward.controller.record.AuditEntry;
import org.wattward.controller.record.Recorder;
import org.wattward.devices.point.PointId;
import org.wattward.devices.time.Time;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Request.Source;
import org.wattward.rules.request.Wish;

/**
 * What a controller that will be killed says and is told. It says which wishes it knows when it
 * starts ({@code live KEY}), takes {@code override|order KEY POINT VALUE SECONDS} from standard
 * input, and says {@code taken KEY} when it may not forget it any more.
 *
 * @param district where wishes go
 * @param recorder takes what is audited
 * @param time its clock
 */
record ChildOrders(District district, Recorder recorder, Time time) {
  private static final Duration LOOK = Duration.ofMillis(10);
  private static final int LOOKS = 500;
  private static final Source PLANNER = new Source(Source.Kind.PROGRAM, "planner", "");

  void sayWhatLives() throws InterruptedException {
    for (int look = 0; look < LOOKS && endedUntold(); look++) {
      time.sleep(LOOK); // what ended while it started is told in the first moments
    }
    say("live-from " + time.now().toEpochMilli());
    for (Request override : district.requests(Source.Kind.PERSON)) {
      say("live " + override.id());
    }
    for (Receipt receipt : district.receipts().after(PLANNER, 0, Integer.MAX_VALUE)) {
      if (!receipt.stage().isOver()) {
        say("live " + receipt.order().key());
      }
    }
    say("live-at " + time.now().toEpochMilli());
  }

  private boolean endedUntold() {
    Instant now = time.now();
    return district.receipts().after(PLANNER, 0, Integer.MAX_VALUE).stream()
        .anyMatch(
            receipt -> !receipt.stage().isOver() && receipt.order().span().to().isBefore(now));
  }

  /** Says that it started, and takes orders until there are no more. */
  void take() throws IOException {
    say("started");
    try (BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        take(line.split(" "));
      }
    }
  }

  private void take(String[] words) {
    String key = words[1];
    PointId point = PointId.parse(words[2]);
    Wish wish = new Wish.Set(Double.parseDouble(words[3]));
    Duration life = Duration.ofSeconds(Long.parseLong(words[4]));
    boolean taken =
        words[0].equals("override")
            ? override(key, point, wish, life)
            : order(key, point, wish, life);
    recorder.audit(new AuditEntry(time.now(), "tester", words[0], key, wish.toString()));
    say((taken ? "taken " : "refused ") + key);
  }

  private boolean override(String key, PointId point, Wish wish, Duration life) {
    Request request =
        new Request(
            key,
            point,
            wish,
            Request.MANUAL_OPERATOR,
            "Tested.",
            new Source(Source.Kind.PERSON, "anna", ""),
            time.now(),
            life,
            Set.of());
    return district.request(request) instanceof District.Receipt.Accepted;
  }

  private boolean order(String key, PointId point, Wish wish, Duration life) {
    Instant now = time.now();
    Order order =
        new Order(key, point, wish, 10, "Tested.", new Order.Span(now, now.plus(life), true));
    Receipts.Answer answer =
        district.receipts().take(new Asker(PLANNER, 10, Quota.USUAL), List.of(order));
    return answer instanceof Receipts.Answer.Taken(List<Receipt> receipts)
        && receipts.getFirst().stage() != Receipt.Stage.REFUSED;
  }

  static void say(String line) {
    System.out.println(line + " .");
  }
}
