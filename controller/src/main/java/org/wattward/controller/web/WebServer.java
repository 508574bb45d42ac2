package org.wattward.controller.web;

import java.net.InetAddress;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.wattward.controller.district.District;
import org.wattward.controller.record.History;
import org.wattward.controller.record.RecordCounters;
import org.wattward.controller.record.Recorder;
import org.wattward.controller.rules.PackageRegistry;
import org.wattward.controller.security.Accounts;
import org.wattward.devices.time.Time;

/** The running web server. */
public final class WebServer implements AutoCloseable {
  private final ConfigurableApplicationContext context;

  private WebServer(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /**
   * What the server shows.
   *
   * @param district the district; started or about to be
   * @param history reads the record
   * @param recorder takes what people do
   * @param recordCounters how the record does
   * @param accounts who may log in
   * @param rules the rule packages
   * @param time the controller's clock
   */
  public record Parts(
      District district,
      History history,
      Recorder recorder,
      Supplier<RecordCounters> recordCounters,
      Accounts accounts,
      PackageRegistry rules,
      Time time) {}

  /**
   * Starts it.
   *
   * @param parts what it shows
   * @param address where it listens
   * @param port TCP port; 0 for any that is free
   */
  public static WebServer start(Parts parts, InetAddress address, int port) {
    ConfigurableApplicationContext context =
        new SpringApplicationBuilder(WebConfiguration.class)
            .registerShutdownHook(false)
            .logStartupInfo(false)
            .properties(Map.of("server.address", address.getHostAddress(), "server.port", port))
            .initializers(fresh -> register((GenericApplicationContext) fresh, parts))
            .run();
    return new WebServer(context);
  }

  private static void register(GenericApplicationContext context, Parts parts) {
    context.registerBean(District.class, parts::district, owned -> owned.setDestroyMethodName(""));
    context.registerBean(History.class, parts::history, owned -> owned.setDestroyMethodName(""));
    context.registerBean(Recorder.class, parts::recorder, owned -> owned.setDestroyMethodName(""));
    context.registerBean(
        "recordHealth", RecordHealth.class, () -> new RecordHealth(parts.recordCounters()));
    context.registerBean(Accounts.class, parts::accounts);
    context.registerBean(PackageRegistry.class, parts::rules);
    context.registerBean(Time.class, parts::time);
  }

  /** The TCP port it listens on. */
  public int port() {
    if (context instanceof WebServerApplicationContext web && web.getWebServer() != null) {
      return web.getWebServer().getPort();
    }
    throw new IllegalStateException("The web server has no port.");
  }

  @Override
  public void close() {
    context.close();
  }
}
