package org.wattward.controller.api;

import java.io.IOException;
import java.util.List;
import org.wattward.controller.record.History.Sample;
import org.wattward.controller.record.RawSeries;

/**
 * Writes series to a stream, one after the other, each in as many parts as it comes in. What is not
 * finished is to be seen as broken off, so closing finishes nothing. One thread.
 */
interface SeriesWriter extends AutoCloseable {
  /** Begins the next series. */
  void next(String point, String unit) throws IOException;

  /** Adds samples to it; one without good values is a gap. */
  void samples(List<Sample> samples) throws IOException;

  /** Adds readings to it as they were recorded. */
  void readings(RawSeries readings) throws IOException;

  /** Ends the whole. */
  void finish() throws IOException;

  @Override
  void close();
}
