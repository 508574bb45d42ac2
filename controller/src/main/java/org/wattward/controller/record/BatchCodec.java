package org.wattward.controller.record;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.wattward.controller.alarm.Alarm;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Quality;
import org.wattward.devices.point.Reading;

/** Batches as bytes, for the spool. Points and qualities are named once in a batch. */
final class BatchCodec {
  private static final int READINGS = 1;
  private static final int DECIDED = 2;
  private static final int ALARMED = 3;
  private static final int AUDITED = 4;
  private static final int GAP = 5;
  private static final int RULED = 6;
  private static final int TRIED = 7;
  private static final int STATED = 8;

  /** A batch begins with its key. */
  static final int KEY_BYTES = 28;

  private BatchCodec() {}

  /** The key alone of an encoded batch, of at least {@link #KEY_BYTES}. */
  static Batch.Key key(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new Batch.Key(new UUID(in.getLong(), in.getLong()), in.getLong(), in.getInt());
  }

  static byte[] encode(Batch batch) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 + 24 * batch.rows());
    try {
      new Encoder(new DataOutputStream(bytes)).batch(batch);
    } catch (IOException e) {
      throw new IllegalStateException("Memory does not fail to be written.", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a batch.
   *
   * @throws IOException when the bytes are no batch of this version
   */
  static Batch decode(byte[] bytes) throws IOException {
    try {
      return new Decoder(new DataInputStream(new ByteArrayInputStream(bytes))).batch();
    } catch (RuntimeException e) {
      throw new IOException("These bytes are no batch: " + e.getMessage(), e);
    }
  }

  /** Writes, and remembers which points and qualities were named. */
  private record Encoder(
      DataOutputStream out, Map<PointId, Integer> points, Map<Quality, Integer> qualities) {
    Encoder(DataOutputStream out) {
      this(out, new HashMap<>(), new HashMap<>());
    }

    void batch(Batch batch) throws IOException {
      out.writeLong(batch.key().writer().getMostSignificantBits());
      out.writeLong(batch.key().writer().getLeastSignificantBits());
      out.writeLong(batch.key().seq());
      out.writeInt(batch.key().part());
      out.writeInt(batch.entries().size());
      for (Entry entry : batch.entries()) {
        switch (entry) {
          case Entry.Readings(List<Reading> readings) -> {
            out.writeByte(READINGS);
            out.writeInt(readings.size());
            for (Reading reading : readings) {
              reading(reading);
            }
          }
          case Entry.Decided decided -> {
            out.writeByte(DECIDED);
            text(DecisionJson.write(decided.decision()));
          }
          case Entry.Alarmed(Alarm alarm) -> {
            out.writeByte(ALARMED);
            alarm(alarm);
          }
          case Entry.Audited(AuditEntry audit) -> {
            out.writeByte(AUDITED);
            time(audit.time());
            text(audit.actor());
            text(audit.action());
            text(audit.subject());
            text(audit.detail());
          }
          case Entry.Ruled(PackageNote note) -> {
            out.writeByte(RULED);
            rulePackage(note);
          }
          case Entry.Tried(TrialNote note) -> {
            out.writeByte(TRIED);
            time(note.time());
            text(note.zone());
            text(note.name());
            text(note.sha256());
            text(note.detail());
          }
          case Entry.Stated(ConditionNote note) -> {
            out.writeByte(STATED);
            time(note.time());
            text(note.zone());
            text(note.name());
            text(note.subject());
            out.writeBoolean(note.holds());
          }
          case Entry.Gap gap -> {
            out.writeByte(GAP);
            time(gap.from());
            time(gap.to());
            out.writeLong(gap.readings());
            text(gap.reason());
          }
        }
      }
    }

    private void reading(Reading reading) throws IOException {
      Integer point = points.get(reading.point());
      out.writeInt(point == null ? points.size() : point);
      if (point == null) {
        points.put(reading.point(), points.size());
        text(reading.point().toString());
      }
      time(reading.time());
      out.writeDouble(reading.value());
      Integer quality = qualities.get(reading.quality());
      out.writeInt(quality == null ? qualities.size() : quality);
      if (quality == null) {
        qualities.put(reading.quality(), qualities.size());
        quality(reading.quality());
      }
    }

    private void quality(Quality quality) throws IOException {
      switch (quality) {
        case Quality.Known known -> text(known.name());
        case Quality.Bad(String reason) -> {
          text("BAD");
          text(reason);
        }
      }
    }

    private void alarm(Alarm alarm) throws IOException {
      text(alarm.key());
      text(alarm.subject());
      text(alarm.priority().name());
      text(alarm.cause());
      text(alarm.consequence());
      text(alarm.response());
      time(alarm.raised());
      out.writeBoolean(alarm.cleared().isPresent());
      if (alarm.cleared().isPresent()) {
        time(alarm.cleared().get());
      }
      out.writeBoolean(alarm.acknowledgedBy().isPresent());
      if (alarm.acknowledgedBy().isPresent()) {
        text(alarm.acknowledgedBy().get());
      }
    }

    private void rulePackage(PackageNote note) throws IOException {
      time(note.time());
      text(note.name());
      text(note.version());
      text(note.sha256());
      text(note.stage());
      text(note.by());
      text(note.why());
      out.writeInt(note.files().size());
      for (Map.Entry<String, byte[]> file : note.files().entrySet()) {
        text(file.getKey());
        out.writeInt(file.getValue().length);
        out.write(file.getValue());
      }
    }

    private void time(Instant time) throws IOException {
      out.writeLong(time.getEpochSecond());
      out.writeInt(time.getNano());
    }

    private void text(String text) throws IOException {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(utf8.length);
      out.write(utf8);
    }
  }

  /** Reads what the encoder wrote. */
  private record Decoder(DataInputStream in, List<PointId> points, List<Quality> qualities) {
    Decoder(DataInputStream in) {
      this(in, new ArrayList<>(), new ArrayList<>());
    }

    Batch batch() throws IOException {
      Batch.Key key =
          new Batch.Key(new UUID(in.readLong(), in.readLong()), in.readLong(), in.readInt());
      int count = in.readInt();
      List<Entry> entries = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        entries.add(entry(in.readByte()));
      }
      return new Batch(key, entries);
    }

    private Entry entry(int kind) throws IOException {
      return switch (kind) {
        case READINGS -> {
          int count = in.readInt();
          List<Reading> readings = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            readings.add(reading());
          }
          yield new Entry.Readings(readings);
        }
        case DECIDED -> new Entry.Decided(DecisionJson.read(text()));
        case ALARMED -> new Entry.Alarmed(alarm());
        case AUDITED -> new Entry.Audited(new AuditEntry(time(), text(), text(), text(), text()));
        case RULED ->
            new Entry.Ruled(
                new PackageNote(time(), text(), text(), text(), text(), text(), text(), files()));
        case TRIED -> new Entry.Tried(new TrialNote(time(), text(), text(), text(), text()));
        case STATED ->
            new Entry.Stated(new ConditionNote(time(), text(), text(), text(), in.readBoolean()));
        case GAP -> new Entry.Gap(time(), time(), in.readLong(), text());
        default -> throw new IOException("Kind %d of entry is unknown.".formatted(kind));
      };
    }

    private Reading reading() throws IOException {
      int point = in.readInt();
      if (point == points.size()) {
        points.add(PointId.parse(text()));
      }
      Instant time = time();
      double value = in.readDouble();
      int quality = in.readInt();
      if (quality == qualities.size()) {
        String kind = text();
        qualities.add(kind.equals("BAD") ? new Quality.Bad(text()) : Quality.Known.valueOf(kind));
      }
      return new Reading(points.get(point), time, value, qualities.get(quality));
    }

    private SortedMap<String, byte[]> files() throws IOException {
      SortedMap<String, byte[]> files = new TreeMap<>();
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        files.put(text(), bytes());
      }
      return files;
    }

    private Alarm alarm() throws IOException {
      return new Alarm(
          text(),
          text(),
          Alarm.Priority.valueOf(text()),
          text(),
          text(),
          text(),
          time(),
          in.readBoolean() ? Optional.of(time()) : Optional.empty(),
          in.readBoolean() ? Optional.of(text()) : Optional.empty());
    }

    private Instant time() throws IOException {
      return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }

    private String text() throws IOException {
      return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** All of them: half a text is none. */
    private byte[] bytes() throws IOException {
      int length = in.readInt();
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new EOFException("%d of %d bytes are there.".formatted(bytes.length, length));
      }
      return bytes;
    }
  }
}
