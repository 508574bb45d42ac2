package org.wattward.sim.field;

import org.wattward.devices.site.LinkConfig;

/** The servers of one link: everything behind one port, or all publishers of one broker. */
public interface FieldServer extends AutoCloseable {
  /**
   * Opens it on a free port of the loopback address; returns when it answers.
   *
   * @throws org.wattward.devices.WattwardException when no port can be had
   */
  void start();

  /** The link as it can be reached now that it is started. */
  LinkConfig link();

  /** Closes it and waits until its threads are gone. */
  @Override
  void close();
}
