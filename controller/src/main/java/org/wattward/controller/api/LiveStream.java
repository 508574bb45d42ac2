package org.wattward.controller.api;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.wattward.controller.api.ApiErrors.Refusal;
import org.wattward.controller.api.Views.AlarmView;
import org.wattward.controller.api.Views.DecisionView;
import org.wattward.controller.api.Views.ReadingView;
import org.wattward.controller.district.District;
import org.wattward.controller.district.District.Change;
import org.wattward.controller.why.Explanation;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.time.Time;

/**
 * The district as server-sent events. Each reader has a virtual thread of its own, which twice a
 * second sends what changed since it last did; a slow reader delays nobody and loses decisions, not
 * values, when it falls too far behind.
 */
final class LiveStream {
  private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);
  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final int MOST_READERS = 50;
  private static final int MOST_WAITING = 500;

  private final District district;
  private final Explanation explanation;
  private final Time time;
  private final AtomicInteger readers = new AtomicInteger();

  LiveStream(District district, Explanation explanation, Time time) {
    this.district = district;
    this.explanation = explanation;
    this.time = time;
  }

  /** How a device is, as sent. */
  record DeviceEvent(String device, String state, Instant since, String reason) {}

  /** One event to be sent. */
  private record Event(String name, Object data) {}

  /**
   * Begins a stream.
   *
   * @param pointNames which points by name, all when empty
   */
  SseEmitter open(Set<String> pointNames) {
    if (readers.incrementAndGet() > MOST_READERS) {
      readers.decrementAndGet();
      throw new Refusal(
          HttpStatus.TOO_MANY_REQUESTS,
          "%d pages follow the district already. Close one and try again.".formatted(MOST_READERS));
    }
    SseEmitter emitter = new SseEmitter(0L);
    Thread sender =
        Thread.ofVirtual().name("live-stream").unstarted(() -> follow(emitter, pointNames));
    emitter.onCompletion(sender::interrupt);
    emitter.onError(fault -> sender.interrupt());
    sender.start();
    return emitter;
  }

  private void follow(SseEmitter emitter, Set<String> pointNames) {
    BlockingQueue<Event> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    Map<PointId, Reading> sent = new HashMap<>();
    try (AutoCloseable _ = district.watch(change -> enqueue(change, waiting))) {
      while (!Thread.currentThread().isInterrupted()) {
        send(emitter, new Event("readings", changed(sent, pointNames)));
        for (Event event = waiting.poll(); event != null; event = waiting.poll()) {
          send(emitter, event);
        }
        time.sleep(PERIOD);
      }
    } catch (IOException | InterruptedException | IllegalStateException gone) {
      LOG.debug("A page stopped following the district: {}", gone.getMessage());
    } catch (Exception fault) {
      LOG.warn("A live stream ended early.", fault);
    } finally {
      readers.decrementAndGet();
      emitter.complete();
    }
  }

  private List<ReadingView> changed(Map<PointId, Reading> sent, Set<String> pointNames) {
    List<ReadingView> changed = new ArrayList<>();
    for (Reading reading : district.readings()) {
      boolean wanted = pointNames.isEmpty() || pointNames.contains(reading.point().name());
      if (wanted && !reading.equals(sent.put(reading.point(), reading))) {
        changed.add(ReadingView.of(reading));
      }
    }
    return changed;
  }

  private void enqueue(Change change, BlockingQueue<Event> waiting) {
    switch (change) {
      case Change.Readings _ -> {}
      case Change.Decided(var decision) ->
          offer(
              waiting,
              new Event("decision", DecisionView.of(decision, explanation.sentence(decision))));
      case Change.Alarmed(var alarm) -> offer(waiting, new Event("alarm", AlarmView.of(alarm)));
      case Change.DeviceChanged(var device, var state) ->
          offer(
              waiting,
              new Event(
                  "device",
                  new DeviceEvent(
                      device, state.condition().name(), state.since(), state.reason())));
    }
  }

  private static void offer(BlockingQueue<Event> waiting, Event event) {
    while (!waiting.offer(event)) {
      waiting.poll();
    }
  }

  private static void send(SseEmitter emitter, Event event) throws IOException {
    emitter.send(SseEmitter.event().name(event.name).data(event.data));
  }
}
