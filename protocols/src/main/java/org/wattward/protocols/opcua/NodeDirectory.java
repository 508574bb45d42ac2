package org.wattward.protocols.opcua;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePathResult;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePathTarget;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePathElement;
import org.wattward.devices.template.Address.BrowseName;
import org.wattward.devices.template.Address.NodePlace;

/**
 * Where a server keeps its nodes right now: the indexes of its namespaces (they may be others after
 * every restart: OPC 10000-3, 8.2.2), and the nodes that browse paths lead to. Immutable.
 */
final class NodeDirectory {
  private final NamespaceTable namespaces;
  private final Map<NodePlace.BrowsePath, Found> byPath;

  /** Where a browse path leads, or why nowhere. */
  private sealed interface Found {
    record At(NodeId node) implements Found {}

    record Nowhere(String reason) implements Found {}
  }

  private NodeDirectory(NamespaceTable namespaces, Map<NodePlace.BrowsePath, Found> byPath) {
    this.namespaces = namespaces;
    this.byPath = byPath;
  }

  /** A directory for points that are found by their identifiers. */
  NodeDirectory(NamespaceTable namespaces) {
    this(namespaces, Map.of());
  }

  /**
   * Asks the server.
   *
   * @param points those whose browse paths shall be followed
   */
  static NodeDirectory read(
      NamespaceTable namespaces, NodeAccess access, List<NodePoint> points, Duration atMost)
      throws InterruptedException {
    Map<NodePlace.BrowsePath, Found> byPath = new HashMap<>();
    List<NodePlace.BrowsePath> known = new ArrayList<>();
    List<RelativePath> asked = new ArrayList<>();
    for (NodePoint point : points) {
      if (point.place() instanceof NodePlace.BrowsePath path && !byPath.containsKey(path)) {
        List<RelativePathElement> steps = steps(namespaces, path);
        byPath.put(path, new Found.Nowhere("One of its namespaces is not there"));
        if (steps.size() == path.names().size()) {
          known.add(path);
          asked.add(new RelativePath(steps.toArray(RelativePathElement[]::new)));
        }
      }
    }
    List<BrowsePathResult> results = access.follow(NodeIds.ObjectsFolder, asked, atMost);
    for (int i = 0; i < known.size(); i++) {
      byPath.put(known.get(i), found(namespaces, results.get(i)));
    }
    return new NodeDirectory(namespaces, Map.copyOf(byPath));
  }

  private static List<RelativePathElement> steps(
      NamespaceTable namespaces, NodePlace.BrowsePath path) {
    List<RelativePathElement> steps = new ArrayList<>();
    for (BrowseName name : path.names()) {
      UShort index = namespaces.getIndex(name.namespaceUri());
      if (index != null) {
        steps.add(
            new RelativePathElement(
                NodeIds.HierarchicalReferences,
                false,
                true,
                new QualifiedName(index, name.name())));
      }
    }
    return steps;
  }

  private static Found found(NamespaceTable namespaces, BrowsePathResult result) {
    BrowsePathTarget[] targets = result.getTargets();
    if (!result.getStatusCode().isGood() || targets == null) {
      return new Found.Nowhere(
          "The server follows the path to nothing: " + StatusNames.of(result.getStatusCode()));
    }
    return Arrays.stream(targets)
        .filter(target -> UInteger.MAX.equals(target.getRemainingPathIndex()))
        .flatMap(target -> target.getTargetId().toNodeId(namespaces).stream())
        .findFirst()
        .<Found>map(Found.At::new)
        .orElseGet(() -> new Found.Nowhere("The path leads to another server"));
  }

  /** The node of a point, if the server has it, as far as can be told without reading it. */
  Optional<NodeId> find(NodePoint point) {
    return switch (point.place()) {
      case NodePlace.Id(String namespaceUri, String identifier) -> {
        UShort index = namespaces.getIndex(namespaceUri);
        yield index == null ? Optional.empty() : NodeId.parseSafe("ns=" + index + ";" + identifier);
      }
      case NodePlace.BrowsePath path ->
          byPath.get(path) instanceof Found.At(NodeId node) ? Optional.of(node) : Optional.empty();
    };
  }

  /** Why {@link #find} gives nothing, as a sentence. */
  String whyMissing(NodePoint point) {
    List<String> uris =
        switch (point.place()) {
          case NodePlace.Id(String namespaceUri, String identifier) -> List.of(namespaceUri);
          case NodePlace.BrowsePath(List<BrowseName> names) ->
              names.stream().map(BrowseName::namespaceUri).toList();
        };
    for (String uri : uris) {
      if (namespaces.getIndex(uri) == null) {
        return "The server has no namespace \"%s\"; it has %s."
            .formatted(uri, Arrays.toString(namespaces.toArray()));
      }
    }
    return switch (point.place()) {
      case NodePlace.Id(String namespaceUri, String identifier) ->
          "\"%s\" is no node identifier. Write s=Name or i=Number in the template."
              .formatted(identifier);
      case NodePlace.BrowsePath path ->
          byPath.get(path) instanceof Found.Nowhere(String reason)
              ? "%s (%s).".formatted(reason, point.node())
              : "%s was not looked for.".formatted(point.node());
    };
  }
}
