package org.wattward.controller.command;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.wattward.controller.command.RunningController.Launch;
import org.wattward.controller.record.DatabaseAddress;
import org.wattward.controller.zone.PriceBook;
import org.wattward.devices.time.Time;

/**
 * The whole controller of {@link HastyDemo}, with rules, record and pages, that runs until it is
 * killed. Arguments: data directory, JDBC address, user, password, and where the links are.
 */
final class DemoChild {
  private DemoChild() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Time time = Time.system();
    try (RunningController controller =
        RunningController.start(
            new Launch(
                HastyDemo.at(Arrays.asList(args).subList(4, args.length)),
                Path.of(args[0]),
                new DatabaseAddress.External(args[1], args[2], args[3]),
                InetAddress.getLoopbackAddress(),
                0,
                time,
                PriceBook.NONE,
                Optional.empty()))) {
      ChildOrders orders =
          new ChildOrders(controller.district(), controller.record().recorder(), time);
      orders.sayWhatLives();
      orders.take();
    }
  }
}
