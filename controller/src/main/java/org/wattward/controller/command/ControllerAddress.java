package org.wattward.controller.command;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.WattwardException;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The options that say which running controller a command is about, and the way to ask it. */
final class ControllerAddress {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int FIRST_REFUSAL = 300;
  private static final JsonMapper JSON = JsonMapper.shared();

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

  /**
   * Asks.
   *
   * @param method GET, POST, PUT or DELETE
   * @param path below {@code /api/v1}
   * @param content what is sent as JSON; nothing for null
   * @throws WattwardException when nothing answers or the controller refuses, with its reasons
   */
  JsonNode ask(String method, String path, @Nullable Object content)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.resolve("/api/v1" + path))
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .method(
                method,
                content == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(JSON.writeValueAsString(content)));
    String token = token();
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() >= FIRST_REFUSAL) {
        throw new WattwardException(
            "The controller at %s refuses (status %d). %s"
                .formatted(url, answer.statusCode(), reasons(answer)));
      }
      return JSON.readTree(answer.body());
    } catch (ConnectException e) {
      throw new WattwardException(
          "Nothing answers at %s. Start the controller, or give --url.".formatted(url), e);
    }
  }

  private String token() throws IOException {
    if (tokenFile != null) {
      return Files.readString(tokenFile).strip();
    }
    String token = System.getenv("WATTWARD_TOKEN");
    return token == null ? "" : token;
  }

  private static String reasons(HttpResponse<String> answer) {
    if (answer.statusCode() == 401) {
      return "Give an access token in WATTWARD_TOKEN or with --token-file; wattward token issues"
          + " one.";
    }
    try {
      JsonNode body = JSON.readTree(answer.body());
      if (body.has("problems") && body.get("problems").isArray()) {
        StringBuilder problems = new StringBuilder();
        body.get("problems").forEach(problem -> problems.append('\n').append(problem.asString()));
        return problems.toString();
      }
      return body.path("detail").asString(answer.body());
    } catch (JacksonException e) {
      return answer.body();
    }
  }
}
