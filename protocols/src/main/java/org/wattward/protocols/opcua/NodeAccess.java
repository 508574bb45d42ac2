package org.wattward.protocols.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import com.digitalpetri.netty.fsm.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaSession;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteValue;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransport;

/**
 * The Read and Write services of one session. Requests go out now or not at all: Milo would keep
 * one back until it has a session again, and a set value that arrives late is a wrong one. Any
 * thread.
 */
final class NodeAccess {
  private static final int MOST_NODES_PER_READ = 500;

  private final OpcUaClient client;
  private final Connector connector;

  NodeAccess(OpcUaClient client, Connector connector) {
    this.client = client;
    this.connector = connector;
  }

  /** The session, if it is active and its connection is open. */
  Optional<OpcUaSession> session() {
    CompletableFuture<OpcUaSession> session = client.getSessionAsync();
    boolean open =
        client.getTransport() instanceof OpcTcpClientTransport tcp
            && tcp.getChannelFsm().getState() == State.Connected;
    return open && session.isDone() && !session.isCompletedExceptionally()
        ? Optional.of(session.join())
        : Optional.empty();
  }

  /**
   * Reads one attribute of many nodes, in calls as large as the server bears.
   *
   * @return a value for each node, in order
   */
  List<DataValue> read(List<NodeId> nodes, AttributeId attribute, Duration atMost)
      throws InterruptedException {
    List<DataValue> values = new ArrayList<>();
    int perCall = MOST_NODES_PER_READ;
    while (values.size() < nodes.size()) {
      int end = Math.min(nodes.size(), values.size() + perCall);
      try {
        values.addAll(readOnce(nodes.subList(values.size(), end), attribute, atMost));
      } catch (OpcUaFault e) {
        if (perCall == 1 || !isTooMany(e)) {
          throw e;
        }
        perCall = Math.max(1, perCall / 2);
      }
    }
    return values;
  }

  private static boolean isTooMany(OpcUaFault fault) {
    return UaException.extractStatusCode(fault)
        .filter(code ->
            code.value() == StatusCodes.Bad_TooManyOperations
                || code.value() == StatusCodes.Bad_RequestTooLarge
                || code.value() == StatusCodes.Bad_ResponseTooLarge
                || code.value() == StatusCodes.Bad_EncodingLimitsExceeded)
        .isPresent();
  }

  private List<DataValue> readOnce(List<NodeId> nodes, AttributeId attribute, Duration atMost)
      throws InterruptedException {
    OpcUaSession session =
        session().orElseThrow(() -> new OpcUaFault("There is no session to read with."));
    ReadValueId[] wanted =
        nodes.stream()
            .map(node -> new ReadValueId(node, attribute.uid(), null, QualifiedName.NULL_VALUE))
            .toArray(ReadValueId[]::new);
    var request =
        new ReadRequest(
            client.newRequestHeader(
                session.getAuthenticationToken(), uint(Math.max(1, atMost.toMillis()))),
            0.0,
            TimestampsToReturn.Both,
            wanted);
    var response =
        (ReadResponse) connector.await(client.sendRequestAsync(request), atMost, "read from");
    DataValue[] results = response.getResults();
    if (results == null || results.length != wanted.length) {
      throw new OpcUaFault(
          "The server answered %d values to a read of %d nodes."
              .formatted(results == null ? 0 : results.length, wanted.length));
    }
    return Arrays.asList(results);
  }

  /**
   * Writes one value, once.
   *
   * @param session from {@link #session}
   * @return the server's status code; its absence or a fault leaves open whether the value was
   *     taken
   */
  CompletableFuture<StatusCode> write(
      OpcUaSession session, NodeId node, Variant value, Duration atMost) {
    var request =
        new WriteRequest(
            client.newRequestHeader(
                session.getAuthenticationToken(), uint(Math.max(1, atMost.toMillis()))),
            new WriteValue[] {
              new WriteValue(node, AttributeId.Value.uid(), null, DataValue.valueOnly(value))
            });
    return client
        .sendRequestAsync(request)
        .thenApply(response -> {
          StatusCode[] results = ((WriteResponse) response).getResults();
          if (results == null || results.length != 1) {
            throw new OpcUaFault("The server's answer to a write holds no result.");
          }
          return results[0];
        });
  }
}
