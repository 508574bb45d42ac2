package org.wattward.controller.record;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Something that became of a rule package, with its files: the record keeps each content once.
 *
 * @param time when
 * @param name the package's name
 * @param version what its {@code package.yaml} calls it
 * @param sha256 of its files, hexadecimal
 * @param stage how far it has come now
 * @param by who did it
 * @param why a sentence
 * @param files content by path
 */
public record PackageNote(
    Instant time,
    String name,
    String version,
    String sha256,
    String stage,
    String by,
    String why,
    SortedMap<String, byte[]> files) {
  public PackageNote {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }
}
