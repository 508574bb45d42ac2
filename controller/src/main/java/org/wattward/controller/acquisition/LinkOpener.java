package org.wattward.controller.acquisition;

import java.util.List;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.protocols.link.Link;
import org.wattward.protocols.link.LinkListener;

/**
 * Makes links. In production {@code Links::open} of the protocols; tests and the in-process
 * simulator give their own.
 */
@FunctionalInterface
public interface LinkOpener {
  /**
   * Makes one link, not yet started.
   *
   * @param link the link as the site file gives it
   * @param devices the devices it carries
   * @param listener who is told what it reads
   */
  Link open(LinkConfig link, List<Device> devices, LinkListener listener);
}
