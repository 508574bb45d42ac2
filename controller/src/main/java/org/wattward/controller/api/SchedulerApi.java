package org.wattward.controller.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.wattward.controller.api.ApiErrors.Refusal;
import org.wattward.controller.district.District;
import org.wattward.controller.receipt.Asker;
import org.wattward.controller.receipt.OrderDeed;
import org.wattward.controller.receipt.OrderReader;
import org.wattward.controller.receipt.Receipt;
import org.wattward.controller.receipt.ReceiptJson;
import org.wattward.controller.receipt.Receipts;
import org.wattward.controller.record.AuditEntry;
import org.wattward.controller.record.Recorder;
import org.wattward.controller.security.Caller;
import org.wattward.devices.time.Time;
import org.wattward.rules.request.Request;
import tools.jackson.databind.JsonNode;

/** Orders of programs, and what became of each. */
@RestController
@RequestMapping("/api/v1/requests")
@Tag(name = "Scheduler", description = "Orders of programs, one or thousands, each with a receipt")
class SchedulerApi {
  private static final int MOST_RECEIPTS = 1_000;
  private static final int MOST_PROBLEMS = 20;

  private final Receipts receipts;
  private final Recorder recorder;
  private final Time time;
  private final ReceiptStream stream;

  SchedulerApi(District district, Recorder recorder, Time time) {
    this.receipts = district.receipts();
    this.recorder = recorder;
    this.time = time;
    this.stream = new ReceiptStream(receipts, time);
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Takes one order, or an array of up to 10,000",
      description =
          "The same key means the same order: sent again it is not taken again, and its receipt"
              + " comes back. An array is answered with an array in its order, refused ones among"
              + " it; a single order that is refused is answered with 422.",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content = @Content(schema = @Schema(implementation = OrderForm.class))))
  ResponseEntity<Object> take(HttpServletRequest request, Authentication who) throws IOException {
    byte[] json = body(request);
    Asker asker = Caller.of(who).asker();
    OrderReader.Result read = OrderReader.read(json, asker, time.now());
    if (!read.problems().isEmpty()) {
      throw Refusal.invalid(said(read.problems()));
    }
    return switch (receipts.take(asker, read.orders())) {
      case Receipts.Answer.TooMuch(double waitS, String why) -> tooMuch(waitS, why);
      case Receipts.Answer.Taken(List<Receipt> taken) -> {
        recorder.audit(OrderDeed.of(time.now(), asker, taken));
        yield answer(read.isOne(), taken);
      }
    };
  }

  /** In one piece of the length that was announced: a small one shall not cost a large buffer. */
  private static byte[] body(HttpServletRequest request) throws IOException {
    int announced = request.getContentLength();
    if (announced > OrderReader.LONGEST) {
      throw tooLong();
    }
    InputStream body = request.getInputStream();
    if (announced >= 0) {
      byte[] json = new byte[announced];
      int length = body.readNBytes(json, 0, announced);
      return length == announced ? json : Arrays.copyOf(json, length);
    }
    byte[] json = body.readNBytes(OrderReader.LONGEST + 1);
    if (json.length > OrderReader.LONGEST) {
      throw tooLong();
    }
    return json;
  }

  private static Refusal tooLong() {
    return new Refusal(
        HttpStatus.CONTENT_TOO_LARGE,
        "A call may be %d bytes long. Split it.".formatted(OrderReader.LONGEST));
  }

  /** How an order is written; of {@code value}, {@code min} and {@code max} as it says. */
  record OrderForm(
      @Schema(example = "plan-17/heatpump-07") String key,
      @Schema(example = "heatpump-07/powerLimit") String point,
      @Schema(example = "4200") Double value,
      Double min,
      Double max,
      @Schema(example = "10") Integer level,
      String from,
      String to,
      @Schema(example = "PT30M") String duration,
      @Schema(example = "The day-ahead plan.") String reason) {}

  private static String said(List<String> problems) {
    String some = problems.stream().limit(MOST_PROBLEMS).collect(Collectors.joining(" "));
    return problems.size() > MOST_PROBLEMS
        ? some + " And %d more.".formatted(problems.size() - MOST_PROBLEMS)
        : some;
  }

  private static ResponseEntity<Object> tooMuch(double waitS, String why) {
    return ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS)
        .header(HttpHeaders.RETRY_AFTER, Long.toString((long) Math.ceil(waitS)))
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(ProblemDetail.forStatusAndDetail(HttpStatus.TOO_MANY_REQUESTS, why));
  }

  private static ResponseEntity<Object> answer(boolean isOne, List<Receipt> taken) {
    if (!isOne) {
      return json(HttpStatus.OK, ReceiptJson.bytes(ReceiptJson.of(taken)));
    }
    Receipt only = taken.getFirst();
    if (only.stage() == Receipt.Stage.REFUSED) {
      throw Refusal.invalid(only.why());
    }
    return json(HttpStatus.ACCEPTED, ReceiptJson.bytes(ReceiptJson.of(only)));
  }

  /** Written already, so that nobody asks the dozen converters which of them could. */
  private static ResponseEntity<Object> json(HttpStatus status, byte[] written) {
    return ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON).body(written);
  }

  @GetMapping
  @Operation(
      summary = "The caller's receipts that changed after a sequence number, oldest change first",
      description = "Ask again with the last sequence that was returned.")
  JsonNode after(
      @RequestParam(defaultValue = "0") long after,
      @RequestParam(defaultValue = "1000") int most,
      Authentication who) {
    return ReceiptJson.of(
        receipts.after(Caller.of(who).source(), after, Math.clamp(most, 1, MOST_RECEIPTS)));
  }

  @GetMapping("/receipt/{*key}")
  @Operation(summary = "The receipt of one of the caller's orders")
  JsonNode receipt(@PathVariable String key, Authentication who) {
    Request.Source program = Caller.of(who).source();
    return ReceiptJson.of(
        receipts.receipt(program, plain(key)).orElseThrow(() -> unknown(program, key)));
  }

  @DeleteMapping("/receipt/{*key}")
  @Operation(summary = "Takes one of the caller's orders back before it ends")
  JsonNode takeBack(@PathVariable String key, Authentication who) {
    Request.Source program = Caller.of(who).source();
    Receipt receipt =
        receipts.withdraw(program, plain(key)).orElseThrow(() -> unknown(program, key));
    recorder.audit(
        new AuditEntry(
            time.now(),
            program.name(),
            "order taken back",
            receipt.order().point().toString(),
            plain(key)));
    return ReceiptJson.of(receipt);
  }

  @GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Operation(
      summary = "The caller's receipts as they change, as server-sent events",
      description =
          "Each event's id is the receipt's sequence; with Last-Event-ID a reader goes on where it"
              + " was, without a gap.")
  SseEmitter stream(
      @RequestParam(defaultValue = "0") long after,
      @RequestHeader(name = "Last-Event-ID", defaultValue = "-1") long last,
      Authentication who) {
    return stream.open(Caller.of(who).source(), last >= 0 ? last : after);
  }

  private static String plain(String key) {
    return key.startsWith("/") ? key.substring(1) : key;
  }

  private static Refusal unknown(Request.Source program, String key) {
    return Refusal.notFound(
        "%s has no live order \"%s\"; of those that are over the latest 20,000 are known."
            .formatted(program.name(), plain(key)));
  }
}
