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
import org.eclipse.milo.opcua.stack.core.types.UaResponseMessageType;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePath;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePathResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.eclipse.milo.opcua.stack.core.types.structured.RequestHeader;
import org.eclipse.milo.opcua.stack.core.types.structured.TranslateBrowsePathsToNodeIdsRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.TranslateBrowsePathsToNodeIdsResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteValue;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransport;
import org.jspecify.annotations.Nullable;

/**
 * The services of one session for single nodes. Requests go out now or not at all: Milo would keep
 * one back until it has a session again, and a set value that arrives late is a wrong one. Any
 * thread.
 */
final class NodeAccess {
  private static final int MOST_NODES_PER_CALL = 500;

  private final OpcUaClient client;
  private final Connector connector;
  private volatile int perCall = MOST_NODES_PER_CALL;

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

  /** What to read for a point's value. */
  static ReadValueId value(NodePoint point, NodeId node) {
    return new ReadValueId(
        node, AttributeId.Value.uid(), point.indexRange(), QualifiedName.NULL_VALUE);
  }

  /** What to read for an attribute of a node. */
  static ReadValueId attribute(NodeId node, AttributeId attribute) {
    return new ReadValueId(node, attribute.uid(), null, QualifiedName.NULL_VALUE);
  }

  /**
   * Reads attributes, in calls as large as the server bears.
   *
   * @return a value for each, in order
   */
  List<DataValue> read(List<ReadValueId> wanted, Duration atMost) throws InterruptedException {
    return inParts(wanted, part -> readPart(part, atMost));
  }

  /**
   * Follows browse paths.
   *
   * @return a result for each, in order
   */
  List<BrowsePathResult> follow(NodeId from, List<RelativePath> paths, Duration atMost)
      throws InterruptedException {
    return inParts(paths, part -> followPart(from, part, atMost));
  }

  private interface Call<A, B> {
    List<B> of(List<A> part) throws InterruptedException;
  }

  /** What a server bears in one call is found by halving, and kept for the session. */
  private <A, B> List<B> inParts(List<A> all, Call<A, B> call) throws InterruptedException {
    List<B> results = new ArrayList<>();
    while (results.size() < all.size()) {
      int size = perCall;
      try {
        int end = Math.min(all.size(), results.size() + size);
        results.addAll(call.of(all.subList(results.size(), end)));
      } catch (OpcUaFault e) {
        if (size == 1 || !isTooMany(e)) {
          throw e;
        }
        perCall = Math.max(1, size / 2);
      }
    }
    return results;
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

  private List<DataValue> readPart(List<ReadValueId> part, Duration atMost)
      throws InterruptedException {
    var request =
        new ReadRequest(
            header(atMost), 0.0, TimestampsToReturn.Both, part.toArray(ReadValueId[]::new));
    var response =
        (ReadResponse) connector.await(client.sendRequestAsync(request), atMost, "read from");
    return checked(response.getResults(), part.size());
  }

  private List<BrowsePathResult> followPart(NodeId from, List<RelativePath> part, Duration atMost)
      throws InterruptedException {
    var request =
        new TranslateBrowsePathsToNodeIdsRequest(
            header(atMost),
            part.stream().map(path -> new BrowsePath(from, path)).toArray(BrowsePath[]::new));
    UaResponseMessageType response =
        connector.await(client.sendRequestAsync(request), atMost, "follow browse paths on");
    return checked(((TranslateBrowsePathsToNodeIdsResponse) response).getResults(), part.size());
  }

  private RequestHeader header(Duration atMost) {
    OpcUaSession session =
        session().orElseThrow(() -> new OpcUaFault("There is no session to read with."));
    return client.newRequestHeader(
        session.getAuthenticationToken(), uint(Math.max(1, atMost.toMillis())));
  }

  private static <T> List<T> checked(T @Nullable [] results, int wanted) {
    if (results == null || results.length != wanted) {
      throw new OpcUaFault(
          "The server answered %d results to a call for %d nodes."
              .formatted(results == null ? 0 : results.length, wanted));
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
  CompletableFuture<StatusCode> write(OpcUaSession session, WriteValue value, Duration atMost) {
    var request =
        new WriteRequest(
            client.newRequestHeader(
                session.getAuthenticationToken(), uint(Math.max(1, atMost.toMillis()))),
            new WriteValue[] {value});
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

  /** What to write for a point's value. */
  static WriteValue written(NodePoint point, NodeId node, Variant number) {
    Variant value = point.isInArray() ? NodeValues.alone(number) : number;
    return new WriteValue(
        node, AttributeId.Value.uid(), point.indexRange(), DataValue.valueOnly(value));
  }
}
