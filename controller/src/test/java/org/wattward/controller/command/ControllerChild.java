package org.wattward.controller.command;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.wattward.controller.arbitration.MemoryFile;
import org.wattward.controller.district.District;
import org.wattward.controller.district.LocalDistrict;
import org.wattward.controller.receipt.Asker;
import org.wattward.controller.receipt.Order;
import org.wattward.controller.receipt.Quota;
import org.wattward.controller.receipt.Receipt;
import org.wattward.controller.receipt.Receipts;
import org.wattward.controller.record.AuditEntry;
import org.wattward.controller.record.DatabaseAddress;
import org.wattward.controller.record.RecordSettings;
import org.wattward.controller.record.RecordStore;
import org.wattward.controller.zone.PriceBook;
import org.wattward.devices.point.PointId;
import org.wattward.devices.time.Time;
import org.wattward.protocols.Links;
import org.wattward.rules.decide.Decider;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Request.Source;
import org.wattward.rules.request.Wish;
import org.wattward.sim.field.modbus.WatchdogField;

/**
 * A controller without pages that runs until it is killed. Arguments: devices, their port, data
 * directory, JDBC address, user, password. It says which wishes it knows when it starts ({@code
 * live KEY}), takes {@code override|order KEY POINT VALUE SECONDS} from standard input, and says
 * {@code taken KEY} when it may not forget it any more.
 */
final class ControllerChild {
  private static final Source PLANNER = new Source(Source.Kind.PROGRAM, "planner", "");

  private final Time time = Time.system();
  private final RecordStore record;
  private final District district;

  private ControllerChild(String[] args) {
    Path data = Path.of(args[2]);
    record =
        new RecordStore(
            time,
            new DatabaseAddress.External(args[3], args[4], args[5]),
            RecordSettings.in(data.resolve("record")));
    record.start();
    SecureRandom random = new SecureRandom();
    district =
        new LocalDistrict(
            WatchdogField.site(Integer.parseInt(args[0]), Integer.parseInt(args[1])),
            new LocalDistrict.Parts(
                time,
                (link, devices, listener) -> Links.open(link, devices, listener, time, random),
                _ -> _ -> new Decider.Outcome(List.of(), Set.of(), List.of(), 0),
                PriceBook.NONE,
                record.recorder(),
                MemoryFile.in(data.resolve("control"), time),
                random));
  }

  public static void main(String[] args) throws Exception {
    new ControllerChild(args).run();
  }

  private void run() throws Exception {
    for (Request override : district.requests(Source.Kind.PERSON)) {
      say("live " + override.id());
    }
    for (Receipt receipt : district.receipts().after(PLANNER, 0, Integer.MAX_VALUE)) {
      if (!receipt.stage().isOver()) {
        say("live " + receipt.order().key());
      }
    }
    say("live-at " + time.now().toEpochMilli());
    district.start();
    say("started");
    try (BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        take(line.split(" "));
      }
    }
    district.close();
    while (!record.isDrained()) {
      time.sleep(Duration.ofMillis(20));
    }
    record.close();
    say("ended");
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
    record.recorder().audit(new AuditEntry(time.now(), "tester", words[0], key, wish.toString()));
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

  private static void say(String line) {
    System.out.println(line + " .");
  }
}
