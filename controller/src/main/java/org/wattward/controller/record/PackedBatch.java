package org.wattward.controller.record;

/**
 * A batch on its way to disk.
 *
 * @param key its key
 * @param readings how many it has
 * @param bytes as {@link BatchCodec} makes them
 */
@SuppressWarnings("ArrayRecordComponent")
record PackedBatch(Batch.Key key, int readings, byte[] bytes) {
  static PackedBatch of(Batch batch) {
    return new PackedBatch(batch.key(), batch.readings(), BatchCodec.encode(batch));
  }
}
