package org.wattward.controller.vital;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.controller.loop.Loop;
import org.wattward.controller.loop.Loops;
import org.wattward.controller.vital.Vitals.Answer;
import org.wattward.controller.vital.Vitals.Part;
import org.wattward.devices.WattwardException;
import org.wattward.devices.time.ManualTime;
import org.wattward.devices.time.Time;

/** What the service manager is told, over a socket as it has one. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class WatchdogIT {
  @TempDir private Path directory;

  private final ManualTime time = new ManualTime(Instant.parse("2026-01-05T12:00:00Z"));

  /** Loops on threads of the machine's time, while silence is counted on the test's. */
  private final Vitals vitals = new Vitals(Loops.threads(Time.system()), time);

  @Test
  void theWatchdogIsStrokedWhileAllAnswerAndNotWhileOneHangs() throws Throwable {
    Path path = directory.resolve("notify");
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    Loop arbiter = vitals.loop("control", _ -> Loop.IDLE);
    Loop writer =
        vitals.loop(
            "write-link-7",
            _ -> {
              hanging.countDown();
              await(free);
              return Loop.IDLE;
            });
    try (DatagramReceiver manager = new DatagramReceiver(path)) {
      ServiceSocket socket =
          ServiceSocket.named(Map.of("NOTIFY_SOCKET", path.toString())).orElseThrow();
      Watchdog watchdog = new Watchdog(vitals::ask, Optional.of(socket), time);
      arbiter.start();
      watchdog.look();
      assertThat(manager.receive()).isEqualTo("WATCHDOG=1");

      writer.start();
      assertThat(hanging.await(30, TimeUnit.SECONDS)).isTrue();
      watchdog.look();
      assertThat(manager.receive()).as("it may take a while").isEqualTo("WATCHDOG=1");
      time.advance(Vitals.PATIENCE.plusSeconds(1));
      awaitAnswer(Part.ARBITER);
      watchdog.look();
      assertThat(manager.receive()).startsWith("STATUS=write-link-7 has not answered for 21 s.");

      free.countDown();
      awaitAnswer(Part.WRITER);
      watchdog.look();
      assertThat(manager.receive()).isEqualTo("WATCHDOG=1");
      watchdog.close();
      assertThat(manager.receive()).isEqualTo("STOPPING=1");
    } finally {
      free.countDown();
      arbiter.close();
      writer.close();
    }
  }

  @Test
  void aStartIsTold() throws Throwable {
    Path path = directory.resolve("notify");
    try (DatagramReceiver manager = new DatagramReceiver(path);
        Watchdog watchdog =
            new Watchdog(
                List::of, ServiceSocket.named(Map.of("NOTIFY_SOCKET", path.toString())), time)) {
      watchdog.start();
      assertThat(manager.receive()).startsWith("READY=1");
      assertThat(manager.receive()).isEqualTo("WATCHDOG=1");
    }
  }

  @Test
  void withoutAServiceManagerNobodyIsTold() {
    assertThat(ServiceSocket.named(Map.of())).isEmpty();
    assertThatThrownBy(() -> ServiceSocket.named(Map.of("NOTIFY_SOCKET", "notify")))
        .isInstanceOf(WattwardException.class)
        .hasMessageContaining("NOTIFY_SOCKET");
  }

  @Test
  void aSocketThatIsGoneHindersNothing() {
    ServiceSocket socket =
        ServiceSocket.named(Map.of("NOTIFY_SOCKET", directory.resolve("gone").toString()))
            .orElseThrow();
    socket.tell("WATCHDOG=1");
  }

  /** Asked until it has come round since it was asked before. */
  private void awaitAnswer(Part part) throws InterruptedException {
    boolean answers = false;
    while (!answers) {
      answers =
          vitals.ask().stream().filter(answer -> answer.part() == part).allMatch(Answer::answers);
      Time.system().sleep(Duration.ofMillis(5));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
