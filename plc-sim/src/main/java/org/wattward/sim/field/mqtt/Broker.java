package org.wattward.sim.field.mqtt;

import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import java.io.IOException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.WattwardException;
import org.wattward.sim.field.FreePort;

/**
 * An MQTT broker on the loopback address that keeps nothing on disk and tells nobody of itself.
 * Safe on any thread.
 */
final class Broker {
  private @Nullable Server server;
  private int port;

  /** Starts it; the first time on a free port, then on the same again. */
  synchronized void start() {
    if (server != null) {
      return;
    }
    if (port == 0) {
      port = FreePort.find(); // the broker learns its own too late to tell
    }
    Properties settings = new Properties();
    settings.setProperty(IConfig.HOST_PROPERTY_NAME, "127.0.0.1");
    settings.setProperty(IConfig.PORT_PROPERTY_NAME, String.valueOf(port));
    settings.setProperty(IConfig.ALLOW_ANONYMOUS_PROPERTY_NAME, "true");
    settings.setProperty(IConfig.PERSISTENCE_ENABLED_PROPERTY_NAME, "false");
    settings.setProperty(IConfig.ENABLE_TELEMETRY_NAME, "false");
    settings.setProperty(IConfig.BUFFER_FLUSH_MS_PROPERTY_NAME, "0");
    try {
      Server starting = new Server();
      starting.startServer(new MemoryConfig(settings));
      server = starting;
    } catch (IOException e) {
      throw new WattwardException(
          "The demonstration's MQTT broker cannot listen on port %d of the loopback address."
              .formatted(port),
          e);
    }
  }

  synchronized int port() {
    return port;
  }

  /** Stops it; its clients are dropped. */
  synchronized void stop() {
    if (server != null) {
      server.stopServer();
      server = null;
    }
  }
}
