package org.wattward.controller.receipt;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.keep.Keep;
import org.wattward.controller.loop.Loop;
import org.wattward.controller.loop.Loops;
import org.wattward.controller.receipt.Receipt.Stage;
import org.wattward.controller.receipt.Receipt.Step;
import org.wattward.devices.time.Time;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Request.Source;

/**
 * Takes orders of programs, begins and ends them in time, and follows each.
 *
 * <p>An order begins when the calendar says so, and from then on lives for its length on the
 * monotonic clock: a clock that is set back does not prolong it, and while the program is away the
 * calendar counts, but never one that was set back.
 */
public final class Receipts implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Receipts.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Orders that begin or end within this time do so together. */
  private static final Duration TOGETHER = Duration.ofMillis(5);

  private final Time time;
  private final Keep journal;
  private final Gate gate;
  private final Loop loop;
  private final ReentrantLock lock = new ReentrantLock();
  private final Shelf shelf = new Shelf();
  private final Admission admission;
  private final PriorityQueue<Entry> waiting =
      new PriorityQueue<>(Comparator.comparing((Entry entry) -> entry.order.span().from()));
  private final PriorityQueue<Entry> living =
      new PriorityQueue<>((a, b) -> Long.signum(a.deadlineNanos - b.deadlineNanos));
  private final List<Runnable> followers = new CopyOnWriteArrayList<>();
  private long nextTurnNanos;

  /** What decides whether an order can be, and where its request goes. Any thread. */
  public interface Gate {
    /** Why a request cannot be taken, a sentence; empty when it can. */
    Optional<String> refusal(Request request);

    /**
     * Takes requests.
     *
     * @return of each why not, a sentence; empty when it was taken
     */
    List<Optional<String>> takeAll(List<Request> requests);

    /** Takes one back before it expires. */
    void withdraw(String requestId, String why);
  }

  /** What became of a call. */
  public sealed interface Answer {
    /** Every order has its receipt, in the order of the call. */
    record Taken(List<Receipt> receipts) implements Answer {}

    /** The program asked for more than it may; nothing was taken. */
    record TooMuch(double waitS, String why) implements Answer {}
  }

  /**
   * Takes up the orders that outlived a restart; nothing begins before {@link #start}.
   *
   * @param journal where they are kept; closed with this
   */
  public Receipts(Time time, Loops loops, Keep journal, Gate gate) {
    this.time = time;
    this.journal = journal;
    this.gate = gate;
    this.admission = new Admission(time, shelf, gate);
    this.loop = loops.loop("receipts", this::turn);
    journal.values().values().forEach(this::restore);
  }

  /** Begins orders from now on. */
  public void start() {
    loop.start();
  }

  /**
   * Takes orders; each of a key that is known already is not taken again.
   *
   * @return their receipts, once all that was taken is on the disk
   */
  public Answer take(Asker asker, List<Order> orders) {
    Optional<Answer.TooMuch> tooMuch = locked(() -> admission.tooMuch(asker, orders, living));
    if (tooMuch.isPresent()) {
      return tooMuch.get();
    }
    Call call = new Call(asker);
    locked(() -> {
      orders.forEach(order -> note(call, order));
      return call;
    });
    Map<String, String> kept = new LinkedHashMap<>();
    call.fresh.forEach(entry -> kept.put(entry.requestId(), EntryLine.text(entry)));
    if (!kept.isEmpty()) {
      journal.putAll(kept);
    }
    journal.force(); // also for those that came again while the first is not on the disk yet
    begin(call.fresh.stream().filter(entry -> isDue(entry, entry.taken)).toList());
    if (locked(() -> isTurnTooLate(call.fresh))) {
      loop.wake();
    }
    return new Answer.Taken(locked(call::receipts));
  }

  /** The receipt of a program's key. */
  public Optional<Receipt> receipt(Source source, String key) {
    return locked(
        () -> Optional.ofNullable(shelf.entry(Order.requestId(source, key))).map(Entry::receipt));
  }

  /**
   * A program's receipts that changed, each as it is now, in the order of their last change.
   *
   * @param sequence only those that changed after this
   * @param most how many at most
   */
  public List<Receipt> after(Source source, long sequence, int most) {
    return locked(() -> shelf.after(source, sequence, most));
  }

  /** Everybody's receipts that changed. */
  public List<Receipt> after(long sequence, int most) {
    return locked(() -> shelf.after(sequence, most));
  }

  /** Takes an order back; its receipt, if there was one that was not over. */
  public Optional<Receipt> withdraw(Source source, String key) {
    String id = Order.requestId(source, key);
    String why = "%s took it back.".formatted(source.name());
    Optional<Receipt> withdrawn =
        locked(() -> {
          Entry entry = shelf.entry(id);
          if (entry == null || entry.stage().isOver()) {
            return Optional.empty();
          }
          end(entry, Stage.WITHDRAWN, why);
          return Optional.of(entry.receipt());
        });
    if (withdrawn.isPresent()) {
      gate.withdraw(id, why);
      tell();
    }
    return withdrawn;
  }

  /**
   * Calls back whenever a receipt changed, on the thread that changed it; the callee must return at
   * once.
   *
   * @return ends it
   */
  public AutoCloseable follow(Runnable changed) {
    followers.add(changed);
    return () -> followers.remove(changed);
  }

  /** Reads what a decision made of orders. Any thread. */
  public void decided(Decision decision) {
    boolean news =
        locked(() -> {
          boolean any = false;
          for (Decision.Claim claim : decision.claims()) {
            Entry entry = shelf.entry(claim.request().id());
            if (entry != null) {
              Stage before = entry.stage();
              if (entry.decided(decision, claim, time.now())) {
                forget(shelf.changed(entry, before));
                any = true;
              }
            }
          }
          return any;
        });
    if (news) {
      tell();
    }
  }

  @Override
  public void close() {
    loop.close();
    journal.close();
  }

  private static final class Call {
    private final Asker asker;
    private final List<Entry> fresh = new ArrayList<>();
    private final List<Supplier<Receipt>> answers = new ArrayList<>();

    Call(Asker asker) {
      this.asker = asker;
    }

    List<Receipt> receipts() {
      return answers.stream().map(Supplier::get).toList();
    }
  }

  private void note(Call call, Order order) {
    Source source = call.asker.source();
    Entry known = shelf.entry(Order.requestId(source, order.key()));
    Entry entry = entry(source, order);
    if (known != null && known.order.asksAs(order)) {
      call.answers.add(known::receipt);
      return;
    }
    Optional<String> refusal = admission.refusal(call.asker, order);
    if (refusal.isPresent()) {
      Receipt refused = refused(entry, refusal.get());
      call.answers.add(() -> refused);
      return;
    }
    forget(shelf.add(entry));
    if (!isDue(entry, entry.taken)) {
      waiting.add(entry);
    }
    call.fresh.add(entry);
    call.answers.add(entry::receipt);
  }

  private Entry entry(Source source, Order order) {
    Instant now = time.now();
    String why =
        order.span().from().isAfter(now)
            ? "It begins at %s.".formatted(order.span().from())
            : "It goes to arbitration.";
    return new Entry(source, order, now, new Step(Stage.ACCEPTED, now, why));
  }

  private Receipt refused(Entry entry, String why) {
    entry.to(Stage.REFUSED, time.now(), why);
    return entry.receipt();
  }

  private static boolean isDue(Entry entry, Instant now) {
    // After a restart with a clock set back, what had begun before goes on.
    return !entry.order.span().from().isAfter(latest(now, entry.taken));
  }

  /** Gives orders whose time has come to arbitration; the others wait. Without the lock. */
  private void begin(List<Entry> due) {
    List<Entry> begun = new ArrayList<>();
    List<Request> requests = new ArrayList<>();
    locked(() -> {
      for (Entry entry : due) {
        Instant now = latest(time.now(), entry.taken);
        Duration left =
            Duration.between(latest(now, entry.order.span().from()), entry.order.span().to());
        if (entry.begun || entry.stage().isOver()) {
          continue;
        }
        if (!left.isPositive()) {
          end(entry, Stage.EXPIRED, "It ended at %s.".formatted(entry.order.span().to()));
          continue;
        }
        entry.begun = true;
        entry.deadlineNanos = time.nanos() + left.toNanos();
        living.add(entry);
        begun.add(entry);
        requests.add(entry.order.request(entry.source, time.now(), left));
      }
      return begun;
    });
    List<Optional<String>> refusals = gate.takeAll(requests);
    for (int i = 0; i < begun.size(); i++) {
      Entry entry = begun.get(i);
      refusals.get(i).ifPresent(why -> refuse(entry, why));
    }
    if (!due.isEmpty()) {
      tell();
    }
  }

  private static Instant latest(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private void refuse(Entry entry, String why) {
    locked(() -> {
      if (entry.order.span().isAtOnce()) {
        living.remove(entry);
        entry.to(Stage.REFUSED, time.now(), why);
        shelf.drop(entry);
        journal.remove(entry.requestId());
      } else {
        end(entry, Stage.REFUSED, why);
      }
      return entry;
    });
  }

  private void end(Entry entry, Stage stage, String why) {
    Stage before = entry.stage();
    entry.to(stage, time.now(), why);
    if (stage != Stage.EXPIRED) {
      waiting.remove(entry);
      living.remove(entry);
    }
    forget(shelf.changed(entry, before));
    journal.put(entry.requestId(), EntryLine.text(entry));
  }

  private void forget(List<Entry> forgotten) {
    if (!forgotten.isEmpty()) {
      journal.removeAll(forgotten.stream().map(Entry::requestId).toList());
    }
  }

  private Duration turn(long nowNanos) {
    Instant now = time.now();
    List<Entry> due = new ArrayList<>();
    boolean ended =
        locked(() -> {
          boolean any = false;
          while (!living.isEmpty() && living.peek().deadlineNanos - nowNanos <= 0) {
            Entry entry = living.remove();
            if (!entry.stage().isOver()) {
              end(entry, Stage.EXPIRED, "Its time was over.");
              any = true;
            }
          }
          while (!waiting.isEmpty() && isDue(waiting.peek(), now)) {
            due.add(waiting.remove());
          }
          return any;
        });
    begin(due);
    if (ended) {
      tell();
    }
    return locked(() -> {
      Duration sleep = longer(sleep(nowNanos, now), TOGETHER);
      nextTurnNanos = nowNanos + sleep.toNanos();
      return sleep;
    });
  }

  /** Whether an order begins or ends so long before the next turn that it cannot wait for it. */
  private boolean isTurnTooLate(List<Entry> fresh) {
    long mostNanos = nextTurnNanos - TOGETHER.toNanos();
    return fresh.stream().anyMatch(entry -> !entry.begun)
        || (!living.isEmpty() && living.peek().deadlineNanos - mostNanos < 0);
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  /** The calendar may jump, so those that wait for it are looked at each second. */
  private Duration sleep(long nowNanos, Instant now) {
    Duration next =
        living.isEmpty() ? Loop.IDLE : Duration.ofNanos(living.peek().deadlineNanos - nowNanos);
    if (!waiting.isEmpty()) {
      Duration begin = Duration.between(now, waiting.peek().order.span().from());
      next = shorter(next, shorter(begin, LOOK));
    }
    return shorter(next, Loop.IDLE);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private void restore(String line) {
    try {
      Entry entry = EntryLine.read(line, journal.keptAt().orElse(Instant.MIN));
      Instant to = entry.order.span().to();
      if (!entry.stage().isOver() && !to.isAfter(latest(time.now(), entry.taken))) {
        entry.to(Stage.EXPIRED, time.now(), "It ended at %s, before this start.".formatted(to));
        journal.put(entry.requestId(), EntryLine.text(entry));
      }
      forget(shelf.add(entry));
      if (!entry.stage().isOver()) {
        waiting.add(entry);
      }
    } catch (IllegalArgumentException e) {
      log.warn("An order that was kept cannot be read and is passed over. {}", e.getMessage());
    }
  }

  private void tell() {
    followers.forEach(Runnable::run);
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
