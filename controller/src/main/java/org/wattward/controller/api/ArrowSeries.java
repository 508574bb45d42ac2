package org.wattward.controller.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.wattward.controller.api.ApiErrors.Refusal;
import org.wattward.controller.record.History.Sample;
import org.wattward.controller.record.RawSeries;

/**
 * One table of all series in Apache Arrow's streaming form, with the columns of the CSV; what a gap
 * has not is null. Batches of a few thousand rows, so memory does not grow with the answer.
 */
final class ArrowSeries implements SeriesWriter {
  private static final int BATCH = 8192;
  private static final long MOST_BYTES = 64L << 20;
  private static final ArrowType TEXT = ArrowType.Utf8.INSTANCE;
  private static final ArrowType NUMBER =
      new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);

  private final BufferAllocator allocator;
  private final VectorSchemaRoot root;
  private final ArrowStreamWriter writer;
  private byte[] point = new byte[0];
  private byte[] unit = new byte[0];
  private int rows;

  ArrowSeries(OutputStream out, SeriesForm.Frame frame) throws IOException {
    allocator = new RootAllocator(MOST_BYTES);
    root = VectorSchemaRoot.create(schema(frame), allocator);
    writer = new ArrowStreamWriter(root, null, Channels.newChannel(out));
    writer.start();
  }

  /** Arrow makes buffers by a constructor that Java shows only when it is told to. */
  static void checkUsable() {
    Module asking = ArrowSeries.class.getModule();
    if (!ByteBuffer.class.getModule().isOpen("java.nio", asking)) {
      throw Refusal.invalid(
          "Apache Arrow needs the controller to be started by java -jar, or with"
              + " --add-opens=java.base/java.nio=ALL-UNNAMED. Ask for csv or json instead.");
    }
  }

  private static Schema schema(SeriesForm.Frame frame) {
    String zone = frame.zone().equals(ZoneOffset.UTC) ? "UTC" : frame.zone().getId();
    ArrowType time = new ArrowType.Timestamp(TimeUnit.MICROSECOND, zone);
    Stream<Field> heading = Stream.of(must("time", time), must("point", TEXT), must("unit", TEXT));
    Stream<Field> rest =
        frame.raw()
            ? Stream.of(must("value", NUMBER), must("quality", TEXT))
            : Stream.of(
                may("min"), may("max"), may("mean"), may("last"), must("goodShare", NUMBER));
    return new Schema(Stream.concat(heading, rest).toList());
  }

  private static Field must(String name, ArrowType type) {
    return new Field(name, FieldType.notNullable(type), null);
  }

  private static Field may(String name) {
    return new Field(name, FieldType.nullable(NUMBER), null);
  }

  @Override
  public void next(String nextPoint, String nextUnit) {
    point = nextPoint.getBytes(StandardCharsets.UTF_8);
    unit = nextUnit.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void samples(List<Sample> samples) throws IOException {
    for (Sample each : samples) {
      heading(ChronoUnit.MICROS.between(Instant.EPOCH, each.time()));
      if (each.goodShare() > 0) {
        number("min", each.min());
        number("max", each.max());
        number("mean", each.mean());
        number("last", each.last());
      }
      number("goodShare", each.goodShare());
      endRow();
    }
  }

  @Override
  public void readings(RawSeries readings) throws IOException {
    for (int i = 0; i < readings.size(); i++) {
      heading(readings.timeUs(i));
      number("value", readings.value(i));
      text("quality", readings.quality(i).getBytes(StandardCharsets.UTF_8));
      endRow();
    }
  }

  private void heading(long timeUs) {
    ((TimeStampMicroTZVector) root.getVector("time")).setSafe(rows, timeUs);
    text("point", point);
    text("unit", unit);
  }

  private void number(String column, double value) {
    ((Float8Vector) root.getVector(column)).setSafe(rows, value);
  }

  private void text(String column, byte[] value) {
    ((VarCharVector) root.getVector(column)).setSafe(rows, value);
  }

  private void endRow() throws IOException {
    rows++;
    if (rows == BATCH) {
      writeBatch();
    }
  }

  private void writeBatch() throws IOException {
    root.setRowCount(rows);
    writer.writeBatch();
    root.getFieldVectors().forEach(FieldVector::reset);
    rows = 0;
  }

  @Override
  public void finish() throws IOException {
    if (rows > 0) {
      writeBatch();
    }
    writer.end();
  }

  @Override
  public void close() {
    // Not the writer: that would end the stream as if it were whole, and close what is not ours.
    root.close();
    allocator.close();
  }
}
