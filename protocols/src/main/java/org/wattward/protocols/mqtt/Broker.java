package org.wattward.protocols.mqtt;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.WattwardException;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Credentials;

/**
 * One connection to a broker, from connecting to its end; never mended, always made anew with a
 * clean session, so nothing is ever sent a second time. One thread calls it; what comes goes to the
 * inbox on Paho's threads.
 */
sealed interface Broker extends AutoCloseable permits BrokerV3, BrokerV5 {
  int CONNECT_TIMEOUT_S = 5;
  int KEEP_ALIVE_S = 10;
  int FILTERS_PER_CALL = 200;
  int AT_LEAST_ONCE = 1;
  Duration STEP_TIMEOUT = Duration.ofSeconds(10);
  Duration TELL_TIMEOUT = Duration.ofMillis(500);

  /** What Paho brings. */
  sealed interface Event {
    /** A message of a subscribed topic. */
    record Arrived(TopicReadings.Message message) implements Event {}

    /** The connection is gone. */
    record Lost(Broker broker, String reason) implements Event {}

    /** The broker has a command. */
    record Acknowledged(Command command) implements Event {}

    /** The broker says that it gives a command to nobody. */
    record Undeliverable(Command command, String reason) implements Event {}

    /** A writer has a command. */
    record Waiting() implements Event {}

    /** The broker has a message of an outbox. */
    record Delivered(Broker broker, long number) implements Event {}

    /** The broker will never take a message of an outbox. */
    record Refused(Broker broker, long number, String reason) implements Event {}
  }

  /** What the broker shall say, retained, when the connection breaks. */
  record Will(String topic, String text) {}

  /** The connection cannot be had. */
  final class Fault extends WattwardException {
    private static final long serialVersionUID = 1L;

    Fault(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** What connections of one link or publisher have in common. */
  record Making(
      LinkConfig.Mqtt config,
      Optional<Will> will,
      Credentials credentials,
      Time time,
      Consumer<Event> inbox) {
    /** The address as Paho writes it. */
    String url() {
      return config.url();
    }

    /** The password, if the link has a user. */
    Optional<String> password() {
      return config.username().flatMap(user -> credentials.password(config.id()));
    }

    /** Whom to trust and who we are, if files say so. */
    Optional<BrokerKeys> keys() {
      LinkConfig.Mqtt.Keys keys = config.keys();
      return keys.authorities().isPresent() || keys.own().isPresent()
          ? Optional.of(new BrokerKeys(config.id(), keys, credentials))
          : Optional.empty();
    }
  }

  /** Connects in the version of the site file. */
  static Broker connect(Making making) {
    return switch (making.config().version()) {
      case V3_1_1 -> BrokerV3.connect(making);
      case V5 -> BrokerV5.connect(making);
    };
  }

  /**
   * Subscribes with QoS 1.
   *
   * @return the filters the broker refuses
   */
  List<String> subscribe(List<String> filters);

  /** Publishes a command with QoS 1, once. */
  void publish(Command command);

  /** Publishes a message of an outbox with QoS 1. */
  void publish(Outbox.Entry entry);

  /** Publishes a short text, retained, and waits until the broker has it, but not long. */
  void tell(String topic, String text);

  /** How many messages may be on their way at once. */
  int mostUnderWay();

  /** Whether the connection stands. */
  boolean isConnected();

  /** Ends the connection within a few tenths of a second. */
  @Override
  void close();

  /** What a fault says, at its root. */
  static String said(@Nullable Throwable cause) {
    Throwable deepest = cause;
    while (deepest != null && deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    if (deepest == null) {
      return "no reason given";
    }
    return deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
  }
}
