package org.wattward.sim.district;

/** A part of the district: first all parts act, then the grid is solved, then all show. */
interface Part {
  /** Takes what was written, goes one step, and books its power at its bus. */
  void act(Moment moment, Feeder feeder);

  /** Enters what it drew, gave and did in the step. */
  void account(Moment moment, Books books);

  /** Sets what its devices show, voltages known. */
  void show(Moment moment, Feeder feeder);
}
