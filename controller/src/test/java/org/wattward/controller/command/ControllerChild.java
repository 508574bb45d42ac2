package org.wattward.controller.command;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.wattward.controller.arbitration.MemoryFile;
import org.wattward.controller.district.District;
import org.wattward.controller.district.LocalDistrict;
import org.wattward.controller.record.DatabaseAddress;
import org.wattward.controller.record.RecordSettings;
import org.wattward.controller.record.RecordStore;
import org.wattward.controller.zone.PriceBook;
import org.wattward.devices.time.Time;
import org.wattward.protocols.Links;
import org.wattward.rules.decide.Decider;
import org.wattward.sim.field.modbus.WatchdogField;

/**
 * A controller without pages that runs until it is killed. Arguments: devices, their port, data
 * directory, JDBC address, user, password. What it says and is told is in {@link ChildOrders}.
 */
final class ControllerChild {
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
    ChildOrders orders = new ChildOrders(district, record.recorder(), time);
    district.start();
    orders.sayWhatLives();
    orders.take();
    district.close();
    while (!record.isDrained()) {
      time.sleep(Duration.ofMillis(20));
    }
    record.close();
    ChildOrders.say("ended");
  }
}
