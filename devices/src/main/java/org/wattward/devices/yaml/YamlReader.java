package org.wattward.devices.yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads YAML into nodes that know their place.
 *
 * <p>Only what a configuration needs: one document, no tags, anchors or aliases, no tabs; at most
 * {@value #MAX_CHARACTERS} characters and {@value #MAX_DEPTH} levels.
 */
public final class YamlReader {
  /** Longest file, in characters. */
  public static final int MAX_CHARACTERS = 8_000_000;

  /** Deepest nesting. */
  public static final int MAX_DEPTH = 32;

  private final String file;
  private final Problems problems;
  private final IdentityHashMap<Node, Boolean> seen = new IdentityHashMap<>();

  private YamlReader(String file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /**
   * Reads a file's text.
   *
   * @param file the name to say in problems
   * @param text what stands in it
   * @param problems takes what is wrong
   * @return nothing when there is nothing to go on with
   */
  public static Optional<YamlNode> read(String file, String text, Problems problems) {
    YamlReader reader = new YamlReader(file, problems);
    if (text.length() > MAX_CHARACTERS) {
      reader.whole(
          "The file has %d characters.".formatted(text.length()),
          "At most %d are read; divide it.".formatted(MAX_CHARACTERS));
      return Optional.empty();
    }
    Tabs tabs = Tabs.in(file, text);
    problems.addAll(tabs.problems());
    for (String candidate : tabs.repaired()) {
      Problems fresh = new Problems();
      Optional<YamlNode> node = new YamlReader(file, fresh).parse(candidate);
      if (tabs.problems().isEmpty() || (node.isPresent() && fresh.isEmpty())) {
        problems.addAll(fresh.sorted());
        return node;
      }
    }
    return Optional.empty();
  }

  /**
   * Reads a file.
   *
   * @param path a file in UTF-8
   * @param problems takes what is wrong, also that it cannot be read
   */
  public static Optional<YamlNode> read(Path path, Problems problems) {
    String file = path.toString();
    YamlReader reader = new YamlReader(file, problems);
    try {
      return read(file, Files.readString(path, StandardCharsets.UTF_8), problems);
    } catch (NoSuchFileException e) {
      reader.whole("The file does not exist.", "Check its name and folder.");
    } catch (MalformedInputException e) {
      reader.whole("The file is not text in UTF-8.", "Save it in UTF-8.");
    } catch (IOException | UncheckedIOException e) {
      reader.whole("The file cannot be read: %s.".formatted(e.getMessage()), "Check its rights.");
    }
    return Optional.empty();
  }

  private Optional<YamlNode> parse(String text) {
    LoadSettings settings =
        LoadSettings.builder().setLabel(file).setCodePointLimit(MAX_CHARACTERS).build();
    try {
      if (!isShallow(settings, text)) {
        return Optional.empty();
      }
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isEmpty()) {
        whole("The file is empty.", "Write at least one key.");
        return Optional.empty();
      }
      return Optional.of(node(root.get(), ""));
    } catch (MarkedYamlEngineException e) {
      Position at = e.getProblemMark().map(this::position).orElse(new Position(file, 1, 1));
      problems.add(
          at,
          "",
          "This is no YAML: %s.".formatted(e.getProblem()),
          "Maybe a quote, a bracket or the indentation of this line or the one before is wrong.");
    } catch (YamlEngineException e) {
      whole("This is no YAML: %s.".formatted(e.getMessage()), "Mend the file's syntax.");
    }
    return Optional.empty();
  }

  /** Composing is recursive, so depth is counted before on the flat stream of events. */
  private boolean isShallow(LoadSettings settings, String text) {
    int depth = 0;
    for (Event event : new Parse(settings).parseString(text)) {
      if (event instanceof CollectionStartEvent) {
        depth++;
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
      if (depth > MAX_DEPTH) {
        Position at = event.getStartMark().map(this::position).orElse(new Position(file, 1, 1));
        problems.add(
            at,
            "",
            "The nesting is deeper than %d levels.".formatted(MAX_DEPTH),
            "Maybe a bracket is not closed.");
        return false;
      }
    }
    return true;
  }

  private YamlNode node(Node node, String path) {
    Position at = position(node);
    if (seen.put(node, true) != null) {
      problems.add(at, path, "An alias (*name) is not read here.", "Write its value out.");
      return new YamlNode.Scalar(at, path, "");
    }
    return switch (node) {
      case ScalarNode scalar -> new YamlNode.Scalar(at, path, scalar.getValue());
      case SequenceNode sequence -> sequence(sequence, at, path);
      case MappingNode mapping -> mapping(mapping, at, path);
      default -> new YamlNode.Scalar(at, path, "");
    };
  }

  private YamlNode sequence(SequenceNode sequence, Position at, String path) {
    List<YamlNode> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      items.add(node(item, path + "[" + items.size() + "]"));
    }
    return new YamlNode.Sequence(at, path, items);
  }

  private YamlNode mapping(MappingNode mapping, Position at, String path) {
    Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Position keyAt = position(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(keyAt, path, "A key must be a single word.", "Write key: value.");
        continue;
      }
      String name = key.getValue();
      String keyPath = path.isEmpty() ? name : path + "." + name;
      YamlNode.Entry first = entries.get(name);
      if (first == null) {
        entries.put(name, new YamlNode.Entry(keyAt, node(tuple.getValueNode(), keyPath)));
      } else {
        problems.add(
            keyAt,
            keyPath,
            "The key \"%s\" stands here twice; it is first on line %d."
                .formatted(name, first.keyAt().line()),
            "Remove one of them.");
      }
    }
    return new YamlNode.Mapping(at, path, entries);
  }

  private Position position(Node node) {
    return node.getStartMark().map(this::position).orElse(new Position(file, 1, 1));
  }

  private Position position(Mark mark) {
    return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private void whole(String message, String advice) {
    problems.add(new Position(file, 1, 1), "", message, advice);
  }
}
