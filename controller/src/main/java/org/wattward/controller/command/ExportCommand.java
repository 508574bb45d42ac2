package org.wattward.controller.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.WattwardException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks a running controller for history and writes it to a file or to standard output. */
@Command(
    name = "export",
    description = {
      "Writes the history of points as CSV, JSON or Apache Arrow, from a running controller.",
      "The access token, of a viewer at least, is taken from --token-file or WATTWARD_TOKEN."
    },
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  private static final int OK = 200;
  private static final Duration CONNECT = Duration.ofSeconds(10);

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:WATTWARD_URL:-http://127.0.0.1:8080}",
      description =
          "Where the controller answers. Environment: WATTWARD_URL. Default: ${DEFAULT-VALUE}")
  private URI url = URI.create("http://127.0.0.1:8080");

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "A file with the access token. Default: the environment's WATTWARD_TOKEN")
  private @Nullable Path tokenFile;

  @Option(
      names = "--point",
      paramLabel = "DEVICE/POINT",
      required = true,
      description = "Whose history; may be given many times")
  private List<String> points = List.of();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description =
          "Start, for example 2026-11-21T00:00:00Z, or a local time or day such as 2026-11-21."
              + " Default: an hour before the end")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "End, not included. Default: now")
  private @Nullable String to;

  @Option(
      names = "--time-zone",
      paramLabel = "ZONE",
      defaultValue = "UTC",
      description =
          "In which times are written, and local ones read: UTC, site, or a name such as"
              + " Europe/Berlin. Default: ${DEFAULT-VALUE}")
  private String timeZone = "UTC";

  @Option(
      names = "--resolution",
      paramLabel = "WHAT",
      defaultValue = "raw",
      description = "raw, auto, or a duration such as PT15M. Default: ${DEFAULT-VALUE}")
  private String resolution = "raw";

  @Option(
      names = "--format",
      paramLabel = "FORM",
      defaultValue = "csv",
      description = "csv, json or arrow (Apache Arrow's streaming form). Default: ${DEFAULT-VALUE}")
  private String format = "csv";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write. Default: standard output")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(question());
    String token =
        tokenFile == null ? System.getenv("WATTWARD_TOKEN") : Files.readString(tokenFile).strip();
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
      HttpResponse<InputStream> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        if (answer.statusCode() != OK) {
          throw new WattwardException(
              "The controller at %s refuses (status %d): %s"
                  .formatted(
                      url,
                      answer.statusCode(),
                      new String(body.readAllBytes(), StandardCharsets.UTF_8)));
        }
        write(body);
      }
    } catch (ConnectException e) {
      throw new WattwardException(
          "Nothing answers at %s. Start the controller, or give --url.".formatted(url), e);
    }
    return 0;
  }

  /** The address to ask. */
  URI question() {
    String query =
        points.stream().map(point -> "&point=" + encoded(point)).collect(Collectors.joining());
    return url.resolve(
        "/api/v1/history?format=%s&resolution=%s&timeZone=%s%s%s%s"
            .formatted(
                encoded(format),
                encoded(resolution),
                encoded(timeZone),
                query,
                from == null ? "" : "&from=" + encoded(from),
                to == null ? "" : "&to=" + encoded(to)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private void write(InputStream body) throws IOException {
    Path file = out;
    if (file == null) {
      copy(body, System.out);
      System.out.flush();
      return;
    }
    // Under its name only when whole.
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (OutputStream written = Files.newOutputStream(part)) {
        copy(body, written);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void copy(InputStream body, OutputStream written) throws IOException {
    byte[] bytes = new byte[1 << 16];
    for (int length = read(body, bytes); length >= 0; length = read(body, bytes)) {
      written.write(bytes, 0, length);
    }
  }

  private int read(InputStream body, byte[] bytes) {
    try {
      return body.read(bytes);
    } catch (IOException e) {
      throw new WattwardException(
          "The answer of %s broke off. The controller's log says why; ask for less, or again."
              .formatted(url),
          e);
    }
  }
}
