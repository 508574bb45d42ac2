package org.wattward.protocols.opcua;

import java.util.Arrays;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;

/**
 * Where a server keeps its namespaces right now; their indexes may be others after every restart
 * (OPC 10000-3, 8.2.2). Immutable.
 */
final class NodeDirectory {
  private final NamespaceTable namespaces;

  NodeDirectory(NamespaceTable namespaces) {
    this.namespaces = namespaces;
  }

  /** The node of a point, if the server has its namespace and the identifier can be read. */
  Optional<NodeId> find(NodePoint point) {
    UShort index = namespaces.getIndex(point.namespaceUri());
    return index == null
        ? Optional.empty()
        : NodeId.parseSafe("ns=" + index + ";" + point.identifier());
  }

  /** Why {@link #find} gives nothing, as a sentence. */
  String whyMissing(NodePoint point) {
    if (namespaces.getIndex(point.namespaceUri()) == null) {
      return "The server has no namespace \"%s\"; it has %s."
          .formatted(point.namespaceUri(), Arrays.toString(namespaces.toArray()));
    }
    return "\"%s\" is no node identifier. Write s=Name or i=Number in the template."
        .formatted(point.identifier());
  }
}
