package org.wattward.devices.network;

/**
 * One branch exchange: closing an open line and opening another of the loop this makes, so that the
 * grid stays radial. Between the two operations the grid is meshed for a moment.
 *
 * @param close the id of the line to close first
 * @param open the id of the line to open then
 * @param lossBeforeW loss of the grid as it stands
 * @param after the grid's state afterwards
 * @param promisedLossW loss after the exchange that has to follow; that of {@code after} when none
 *     has to
 */
public record Exchange(
    String close, String open, double lossBeforeW, Converged after, double promisedLossW)
    implements ExchangeAdvice {
  /** Loss of the grid afterwards. */
  public double lossAfterW() {
    return after.totalLossW();
  }

  /** What the exchange saves, with the one that has to follow; above 0 in an advice. */
  public double savedW() {
    return lossBeforeW - promisedLossW;
  }

  /** Whether another exchange has to follow before anything is saved. */
  public boolean needsAnother() {
    return promisedLossW < lossAfterW();
  }
}
