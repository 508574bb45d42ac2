package org.wattward.devices.network;

/** What a power flow found: a state of the network, or that there is none. */
public sealed interface PowerFlowResult permits Converged, NotConverged {
  /** How many iterations it took. */
  int iterations();
}
