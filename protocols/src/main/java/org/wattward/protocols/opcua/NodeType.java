package org.wattward.protocols.opcua;

import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;

/**
 * The built-in type that values of a variable are encoded in.
 *
 * @param encoding the built-in type
 */
record NodeType(OpcUaDataType encoding) {
  /** Namespace 0's abstract type of all enumerations, which are Int32 on the wire. */
  private static final UInteger ENUMERATION = UInteger.valueOf(29);

  /**
   * Finds the type from a variable's DataType attribute; when that is an abstract or a derived
   * type, from the value it holds.
   */
  static Optional<NodeType> of(DataValue dataType, DataValue value) {
    if (dataType.value().value() instanceof NodeId id) {
      if (OpcUaDataType.isBuiltin(id)) {
        OpcUaDataType type = OpcUaDataType.fromNodeId(id);
        if (type != null && type != OpcUaDataType.Variant) {
          return Optional.of(new NodeType(type));
        }
      }
      if (id.getNamespaceIndex().intValue() == 0 && ENUMERATION.equals(id.getIdentifier())) {
        return Optional.of(new NodeType(OpcUaDataType.Int32));
      }
    }
    return value.value().getDataType().map(NodeType::new);
  }
}
