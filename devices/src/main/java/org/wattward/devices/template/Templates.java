package org.wattward.devices.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.wattward.devices.WattwardException;
import org.wattward.devices.yaml.InvalidFile;
import org.wattward.devices.yaml.Position;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlReader;

/** The device types known, by id. Immutable, safe on any thread. */
public final class Templates {
  private static final String FOLDER = "/org/wattward/devices/templates/";
  private static final String ENDING = ".yaml";

  private final Map<String, DeviceTemplate> byId;

  private Templates(Map<String, DeviceTemplate> byId) {
    this.byId = Collections.unmodifiableMap(new TreeMap<>(byId));
  }

  /** The given templates; of several with one id the last. */
  public static Templates of(Collection<DeviceTemplate> templates) {
    Map<String, DeviceTemplate> byId = new TreeMap<>();
    templates.forEach(template -> byId.put(template.id(), template));
    return new Templates(byId);
  }

  /**
   * The templates that come with the product: those that {@code index.txt} lists.
   *
   * @throws InvalidFile when one of them is wrong
   */
  public static Templates bundled() {
    Problems problems = new Problems();
    Map<String, DeviceTemplate> byId = new TreeMap<>();
    for (String id : resource("index.txt").lines().filter(line -> !line.isBlank()).toList()) {
      TemplateReader.read(id + ENDING, resource(id + ENDING), problems)
          .ifPresent(template -> byId.put(template.id(), template));
    }
    problems.throwIfAny();
    return new Templates(byId);
  }

  /**
   * These and the templates of a folder; the folder's win over others of the same id.
   *
   * @param folder holds {@code *.yaml}, each named like its template's id
   * @throws InvalidFile with everything that is wrong in any file
   */
  public Templates with(Path folder) {
    Problems problems = new Problems();
    Templates all = with(folder, problems);
    problems.throwIfAny();
    return all;
  }

  /** As {@link #with(Path)}, but adds what is wrong to a collection; wrong files are left out. */
  public Templates with(Path folder, Problems problems) {
    Map<String, DeviceTemplate> all = new TreeMap<>(byId);
    for (Path file : files(folder, problems)) {
      YamlReader.read(file, problems)
          .flatMap(node -> TemplateReader.read(node, problems))
          .ifPresent(template -> {
            checkName(file, template, problems);
            all.put(template.id(), template);
          });
    }
    return new Templates(all);
  }

  /** Finds a template. */
  public Optional<DeviceTemplate> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The ids of all templates, sorted. */
  public Collection<String> ids() {
    return byId.keySet();
  }

  /** All templates, sorted by id. */
  public Collection<DeviceTemplate> all() {
    return byId.values();
  }

  private static List<Path> files(Path folder, Problems problems) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      problems.add(
          new Position(folder.toString(), 1, 1),
          "",
          "The folder of templates cannot be read: %s.".formatted(e),
          "Check its name and rights.");
      return List.of();
    }
  }

  private static void checkName(Path file, DeviceTemplate template, Problems problems) {
    if (!file.endsWith(template.id() + ENDING)) {
      problems.add(
          new Position(file.toString(), 1, 1),
          "id",
          "The file holds the template \"%s\".".formatted(template.id()),
          "Name the file %s%s.".formatted(template.id(), ENDING));
    }
  }

  private static String resource(String name) {
    try (InputStream stream = Templates.class.getResourceAsStream(FOLDER + name)) {
      if (stream == null) {
        throw new WattwardException(
            "The bundled file %s%s is missing. Maybe the program was not packaged whole."
                .formatted(FOLDER, name));
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new WattwardException(
          "The bundled file %s%s cannot be read. Maybe the program's file is damaged."
              .formatted(FOLDER, name),
          e);
    }
  }
}
