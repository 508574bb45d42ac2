package org.wattward.protocols.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.UaNodeManager;
import org.eclipse.milo.opcua.sdk.server.model.objects.DataTypeEncodingTypeNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaDataTypeNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNodeContext;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.enumerated.StructureType;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureField;

/**
 * A structure of a test server, as an energy meter has it: {@code total} (Double), {@code phases}
 * (Double[]), {@code state} (Int32). Its values are encoded here byte by byte (OPC 10000-6, 5.2),
 * so that the same library does not encode and decode them.
 */
record TestStructure(UaNodeContext context, UShort namespace) {
  private NodeId id(String name) {
    return new NodeId(namespace, name);
  }

  /** The type, as a client asks for it. */
  void addTo(UaNodeManager nodes) {
    NodeId typeId = id("MeterType");
    NodeId encodingId = id("MeterType.Binary");
    UaDataTypeNode type =
        new UaDataTypeNode(
            context,
            typeId,
            new QualifiedName(namespace, "MeterType"),
            LocalizedText.english("MeterType"),
            LocalizedText.NULL_VALUE,
            uint(0),
            uint(0),
            false);
    type.setDataTypeDefinition(
        new StructureDefinition(
            encodingId,
            NodeIds.Structure,
            StructureType.Structure,
            new StructureField[] {
              field("total", NodeIds.Double, -1),
              field("phases", NodeIds.Double, 1),
              field("state", NodeIds.Int32, -1)
            }));
    type.addReference(reference(typeId, NodeIds.HasSubtype, NodeIds.Structure));
    nodes.addNode(type);
    DataTypeEncodingTypeNode encoding =
        new DataTypeEncodingTypeNode(
            context,
            encodingId,
            new QualifiedName(0, "Default Binary"),
            LocalizedText.english("Default Binary"),
            LocalizedText.NULL_VALUE,
            uint(0),
            uint(0),
            null,
            null,
            null);
    encoding.addReference(
        new Reference(
            encodingId,
            NodeIds.HasTypeDefinition,
            NodeIds.DataTypeEncodingType.expanded(),
            Reference.Direction.FORWARD));
    encoding.addReference(reference(encodingId, NodeIds.HasEncoding, typeId));
    nodes.addNode(encoding);
  }

  private static Reference reference(NodeId from, NodeId type, NodeId to) {
    return new Reference(from, type, to.expanded(), Reference.Direction.INVERSE);
  }

  private static StructureField field(String name, NodeId type, int valueRank) {
    return new StructureField(
        name, LocalizedText.NULL_VALUE, type, valueRank, null, uint(0), false);
  }

  /** A value for the first namespace of a test server's own. */
  static ExtensionObject value(double total, double[] phases, int state) {
    ByteBuffer body =
        ByteBuffer.allocate(8 + 4 + 8 * phases.length + 4).order(ByteOrder.LITTLE_ENDIAN);
    body.putDouble(total).putInt(phases.length);
    for (double phase : phases) {
      body.putDouble(phase);
    }
    body.putInt(state);
    return ExtensionObject.of(
        ByteString.of(body.array()),
        new NodeId(TestServer.FIRST_OWN_NAMESPACE, "MeterType.Binary"));
  }
}
