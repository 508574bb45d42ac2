package org.wattward.devices.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The countries and regions whose public holidays are known. The list lies on the floor, so that a
 * site file is checked without the library that computes the days; a test holds that both know the
 * same.
 */
public final class HolidayRegions {
  private static final String FILE = "holiday-regions.txt";

  private HolidayRegions() {}

  /** The regions of each country, {@code by/ag} for a part of a region; codes in lower case. */
  public static Map<String, Set<String>> known() {
    Map<String, Set<String>> regions = new LinkedHashMap<>();
    for (String line : lines()) {
      List<String> words = List.of(line.split(" "));
      regions.put(
          words.getFirst(),
          Collections.unmodifiableSet(new LinkedHashSet<>(words.subList(1, words.size()))));
    }
    return Collections.unmodifiableMap(regions);
  }

  private static List<String> lines() {
    try (InputStream file = HolidayRegions.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is missing in the program.");
      }
      return new String(file.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
