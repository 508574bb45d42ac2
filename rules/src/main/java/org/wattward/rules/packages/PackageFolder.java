package org.wattward.rules.packages;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a rule package as they stand in its folder.
 *
 * @param name the folder's name
 * @param files content by path within the folder, with {@code /}; text files in UTF-8
 */
public record PackageFolder(String name, SortedMap<String, byte[]> files) {
  public PackageFolder {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /** A folder of text files. */
  public static PackageFolder ofTexts(String name, Map<String, String> texts) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    texts.forEach((path, text) -> files.put(path, text.getBytes(StandardCharsets.UTF_8)));
    return new PackageFolder(name, files);
  }

  /** A file's text; empty when there is no such file. */
  public String text(String path) {
    return new String(files.getOrDefault(path, new byte[0]), StandardCharsets.UTF_8);
  }

  /** SHA-256 over all paths and contents, in hex: the same files have the same hash. */
  public String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      files.forEach((path, content) -> {
        digest.update((path + "\0" + content.length + "\0").getBytes(StandardCharsets.UTF_8));
        digest.update(content);
      });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }
}
