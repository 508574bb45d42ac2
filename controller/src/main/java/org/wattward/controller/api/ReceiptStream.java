package org.wattward.controller.api;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.wattward.controller.api.ApiErrors.Refusal;
import org.wattward.controller.receipt.Receipt;
import org.wattward.controller.receipt.ReceiptJson;
import org.wattward.controller.receipt.Receipts;
import org.wattward.devices.time.Time;
import org.wattward.rules.request.Request;

/**
 * Receipts as server-sent events. Each reader has a virtual thread that sends what changed since
 * what it sent last, so a slow reader costs nothing and misses nothing but stages that were passed
 * meanwhile; those are in the receipt's steps.
 */
final class ReceiptStream {
  private static final Logger LOG = LoggerFactory.getLogger(ReceiptStream.class);
  private static final int MOST_READERS = 50;
  private static final int MOST_AT_ONCE = 500;
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

  private final Receipts receipts;
  private final Time time;
  private final AtomicInteger readers = new AtomicInteger();

  ReceiptStream(Receipts receipts, Time time) {
    this.receipts = receipts;
    this.time = time;
  }

  SseEmitter open(Request.Source program, long after) {
    if (readers.incrementAndGet() > MOST_READERS) {
      readers.decrementAndGet();
      throw new Refusal(
          HttpStatus.TOO_MANY_REQUESTS,
          "%d programs follow their receipts already. Close one stream and try again."
              .formatted(MOST_READERS));
    }
    SseEmitter emitter = new SseEmitter(0L);
    Thread sender =
        Thread.ofVirtual().name("receipt-stream").unstarted(() -> send(emitter, program, after));
    emitter.onCompletion(sender::interrupt);
    emitter.onError(fault -> sender.interrupt());
    sender.start();
    return emitter;
  }

  private void send(SseEmitter emitter, Request.Source program, long after) {
    Semaphore changed = new Semaphore(1);
    long sent = after;
    try (AutoCloseable _ = receipts.follow(changed::release)) {
      while (!Thread.currentThread().isInterrupted()) {
        if (!time.await(changed, SIGN_OF_LIFE)) {
          emitter.send(SseEmitter.event().comment("still here"));
        }
        changed.drainPermits();
        List<Receipt> news = receipts.after(program, sent, MOST_AT_ONCE);
        while (!news.isEmpty()) {
          for (Receipt receipt : news) {
            emitter.send(
                SseEmitter.event()
                    .name("receipt")
                    .id(Long.toString(receipt.sequence()))
                    .data(ReceiptJson.of(receipt)));
            sent = receipt.sequence();
          }
          news = receipts.after(program, sent, MOST_AT_ONCE);
        }
      }
    } catch (IOException | InterruptedException | IllegalStateException gone) {
      LOG.debug("A program stopped following its receipts: {}", gone.getMessage());
    } catch (Exception fault) {
      LOG.warn("A stream of receipts ended early.", fault);
    } finally {
      readers.decrementAndGet();
      emitter.complete();
    }
  }
}
