package org.wattward.protocols.link;

/**
 * Is told how far a write came before its outcome is known. Called on the link's thread, or the
 * library's under it; must return at once and must not call the link.
 */
public interface WriteSteps {
  /** For those who only want the outcome. */
  WriteSteps NONE =
      new WriteSteps() {
        @Override
        public void sent() {
          // nobody asked
        }

        @Override
        public void accepted() {
          // nobody asked
        }
      };

  /** The message that carries the value was handed to the network; from now on it may arrive. */
  void sent();

  /**
   * Whoever takes messages for the device acknowledged it: the device itself on Modbus, the server
   * on OPC UA, the broker on MQTT.
   */
  void accepted();
}
