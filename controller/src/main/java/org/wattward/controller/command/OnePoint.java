package org.wattward.controller.command;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.wattward.devices.WattwardException;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.SiteReader;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.Templates;
import org.wattward.devices.time.Time;
import org.wattward.protocols.Links;
import org.wattward.protocols.link.Credentials;
import org.wattward.protocols.link.Link;
import org.wattward.protocols.link.LinkListener;
import org.wattward.protocols.link.WriteOutcome;

/**
 * One point of a site, talked to over a link of its own that carries nothing but its device: for
 * commissioning, before there is a controller, or beside one if the device takes two connections.
 */
final class OnePoint implements AutoCloseable, LinkListener {
  private static final Duration WITHIN = Duration.ofSeconds(15);

  private final PointId id;
  private final PointTemplate template;
  private final Link link;
  private final BlockingQueue<Reading> readings = new LinkedBlockingQueue<>();
  private volatile String state = "The link is connecting.";

  private OnePoint(Site site, PointId id, Path data) {
    this.id = id;
    Device device =
        site.device(id.device())
            .orElseThrow(() ->
                new WattwardException(
                    "The site has no device %s; it has %s."
                        .formatted(id.device(), site.devices().stream().map(Device::id).toList())));
    template =
        device
            .template()
            .point(id.name())
            .orElseThrow(() ->
                new WattwardException(
                    "Device %s has no point %s; it has %s."
                        .formatted(
                            id.device(),
                            id.name(),
                            device.points().stream().map(PointTemplate::name).toList())));
    LinkConfig config =
        site.links().stream()
            .filter(one -> one.id().equals(device.link()))
            .findFirst()
            .orElseThrow();
    link =
        Links.open(
            config,
            List.of(device),
            this,
            Time.system(),
            new SecureRandom(),
            Credentials.fromEnvironment(data.resolve("keys")));
    link.start();
  }

  /**
   * Opens the link of a point.
   *
   * @param file the site file
   * @param point {@code device/point}
   * @param data the data directory, for keys
   */
  static OnePoint open(Path file, String point, Path data) {
    PointId id;
    try {
      id = PointId.parse(point);
    } catch (IllegalArgumentException e) {
      throw new WattwardException(String.valueOf(e.getMessage()), e);
    }
    return new OnePoint(SiteReader.read(file, Templates.bundled()), id, data);
  }

  PointTemplate template() {
    return template;
  }

  /** The point's next reading; empty when none came in time. */
  Optional<Reading> next() throws InterruptedException {
    return Optional.ofNullable(readings.poll(WITHIN.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** How the link stands, in a sentence. */
  String state() {
    return state;
  }

  WriteOutcome write(double value) {
    return link.write(id, value, WITHIN);
  }

  @Override
  public void readings(String from, List<Reading> batch) {
    batch.stream().filter(reading -> reading.point().equals(id)).forEach(readings::add);
  }

  @Override
  public void changed(StateChange change) {
    state = change.reason();
  }

  @Override
  public void close() {
    link.close();
  }
}
