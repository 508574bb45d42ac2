package org.wattward.sim.field;

/**
 * Sees what the field does to a device, and what its watchdogs do. Called on the thread on which it
 * happens, so it must return at once; slots are the points' places in the template.
 */
public interface Witness {
  /** Somebody read a writable point. */
  void read(int slot);

  /** Somebody wrote a point. */
  void written(int slot, double value);

  /** A watchdog let a point fall to its safe value. */
  void fell(int slot);
}
