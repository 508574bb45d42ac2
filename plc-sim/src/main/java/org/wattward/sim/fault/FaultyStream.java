package org.wattward.sim.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.time.Time;
import org.wattward.sim.fault.FaultMix.Kind;

/** One direction of a connection: carries pieces on, with the faults that befall them. */
final class FaultyStream {
  private static final int PIECE_BYTES = 4096;
  private static final int HEADER_BYTES = 9;

  private final FaultMix mix;
  private final boolean replies;
  private final SplittableRandom random;
  private final Time time;
  private final Consumer<Kind> counter;
  private byte @Nullable [] heldBack;

  /**
   * A direction.
   *
   * @param replies whether it leads from the server to the client
   * @param counter is told what befell each piece
   */
  FaultyStream(
      FaultMix mix, boolean replies, SplittableRandom random, Time time, Consumer<Kind> counter) {
    this.mix = mix;
    this.replies = replies;
    this.random = random;
    this.time = time;
    this.counter = counter;
  }

  /** Carries until either side ends, or a fault ends it. */
  void carry(InputStream in, OutputStream out) throws IOException, InterruptedException {
    byte[] buffer = new byte[PIECE_BYTES];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      byte[] piece = Arrays.copyOf(buffer, count);
      Kind kind = replies ? mix.kind(random.nextDouble()) : calmer(mix.kind(random.nextDouble()));
      counter.accept(kind);
      if (!pass(kind, piece, in, out)) {
        return;
      }
    }
  }

  /** A request that is doubled or changed on the way would be the network's lie, not a fault. */
  private static Kind calmer(Kind kind) {
    return switch (kind) {
      case DUPLICATE, REORDER, CORRUPT -> Kind.NONE;
      case NONE, DELAY, DRIP, CUT, HALF_OPEN -> kind;
    };
  }

  private boolean pass(Kind kind, byte[] piece, InputStream in, OutputStream out)
      throws IOException, InterruptedException {
    switch (kind) {
      case NONE -> send(piece, out);
      case DELAY -> {
        time.sleep(someDelay());
        send(piece, out);
      }
      case DRIP -> drip(piece, out);
      case CUT -> {
        out.write(piece, 0, random.nextInt(piece.length));
        return false;
      }
      case DUPLICATE -> {
        send(piece, out);
        out.write(piece);
      }
      case REORDER -> {
        sendHeldBack(out);
        heldBack = piece;
      }
      case CORRUPT -> {
        int at = random.nextInt(Math.min(HEADER_BYTES, piece.length));
        piece[at] ^= (byte) (1 << random.nextInt(8));
        send(piece, out);
      }
      case HALF_OPEN -> {
        swallow(in);
        return false;
      }
    }
    return true;
  }

  private void send(byte[] piece, OutputStream out) throws IOException {
    out.write(piece);
    sendHeldBack(out);
  }

  private void sendHeldBack(OutputStream out) throws IOException {
    if (heldBack != null) {
      out.write(heldBack);
      heldBack = null;
    }
  }

  private void drip(byte[] piece, OutputStream out) throws IOException, InterruptedException {
    Duration pause = someDelay().dividedBy(piece.length);
    for (byte one : piece) {
      out.write(one);
      time.sleep(pause);
    }
    sendHeldBack(out);
  }

  private static void swallow(InputStream in) throws IOException {
    byte[] buffer = new byte[PIECE_BYTES];
    while (in.read(buffer) >= 0) {
      // Taken and lost, until the sender gives up.
    }
  }

  private Duration someDelay() {
    return Duration.ofNanos((long) (mix.longestDelay().toNanos() * random.nextDouble()));
  }
}
