package org.wattward.controller.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.time.Time;
import org.wattward.sim.district.DistrictModel;
import org.wattward.sim.district.SimulatedDistrict;
import org.wattward.sim.field.SimulatedDevice;
import org.wattward.sim.field.Witness;

/**
 * The field of {@link HastyDemo} in a process of its own. It says where its links are and {@code
 * ready}; to each line of its input it answers with what happened since the last one, {@code
 * READ|WRITTEN|FELL NANOS POINT VALUE} each, and {@code stall NANOS}: how long it was not let run
 * at most.
 */
final class DemoFieldChild {
  private static final Duration BEAT = Duration.ofMillis(20);

  private final Time time = Time.system();
  private final Queue<String> events = new ConcurrentLinkedQueue<>();
  private final AtomicLong stallNanos = new AtomicLong();

  private DemoFieldChild() {}

  public static void main(String[] args) throws IOException {
    new DemoFieldChild().run();
  }

  private void run() throws IOException {
    DistrictModel model = DistrictModel.of(HastyDemo.site(), time.now(), 1);
    model.devices().values().forEach(this::watch);
    try (SimulatedDistrict district = new SimulatedDistrict(time, model);
        BufferedReader orders =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      district.start();
      Thread.ofPlatform().daemon().name("beat").start(this::beat);
      for (LinkConfig link : district.site().links()) {
        System.out.println(HastyDemo.address(link));
      }
      System.out.println("ready");
      while (orders.readLine() != null) {
        for (String event = events.poll(); event != null; event = events.poll()) {
          System.out.println(event);
        }
        System.out.println("stall " + stallNanos.getAndSet(0));
      }
    }
  }

  private void watch(SimulatedDevice device) {
    device.witness(
        new Witness() {
          @Override
          public void read(int slot) {
            note("READ", device, slot, device.value(slot));
          }

          @Override
          public void written(int slot, double value) {
            note("WRITTEN", device, slot, value);
          }

          @Override
          public void fell(int slot) {
            note("FELL", device, slot, device.value(slot));
          }
        });
  }

  private void note(String what, SimulatedDevice device, int slot, double value) {
    PointId point = device.device().pointId(device.device().points().get(slot));
    events.add("%s %d %s %s".formatted(what, time.nanos(), point, value));
  }

  private void beat() {
    try {
      for (long last = time.nanos(); true; ) {
        time.sleep(BEAT);
        long now = time.nanos();
        long late = now - last - BEAT.toNanos();
        stallNanos.accumulateAndGet(late, Math::max);
        last = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
