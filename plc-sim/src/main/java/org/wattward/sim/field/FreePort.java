package org.wattward.sim.field;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.wattward.devices.WattwardException;

/** Free ports, for servers that want to know theirs before they open it. */
public final class FreePort {
  private FreePort() {}

  /**
   * Finds a port of the loopback address that was free a moment ago, by opening and closing it.
   *
   * @throws WattwardException when there is none
   */
  public static int find() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new WattwardException("No free port could be had on the loopback address.", e);
    }
  }
}
