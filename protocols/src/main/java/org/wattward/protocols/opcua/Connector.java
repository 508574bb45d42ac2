package org.wattward.protocols.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.nio.file.Path;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfigBuilder;
import org.eclipse.milo.opcua.sdk.client.identity.AnonymousProvider;
import org.eclipse.milo.opcua.sdk.client.identity.IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.sdk.client.identity.X509IdentityProvider;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransportConfigBuilder;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.LinkConfig.OpcUa.User;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Credentials;
import org.wattward.protocols.link.LinkCounters;

/**
 * Opens a client's session: asks the server for its endpoints, takes the one with exactly the
 * security that the site file asks for, and connects to it at the address of the site file (a
 * server often advertises a host name that only it knows). Runs on the link's thread; every wait is
 * bounded.
 */
final class Connector {
  private static final String BC = BouncyCastleProvider.PROVIDER_NAME;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration STEP_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

  private final LinkConfig.OpcUa config;
  private final Credentials credentials;
  private final Time time;
  private final CertificateWatch watch;
  private final Map<String, X509Certificate> certificates = new LinkedHashMap<>();

  Connector(LinkConfig.OpcUa config, Credentials credentials, Time time, LinkCounters counters) {
    this.config = config;
    this.credentials = credentials;
    this.time = time;
    this.watch = new CertificateWatch(config.id(), counters);
  }

  /** Warns when a certificate of the last connection ends soon. */
  void watchCertificates() {
    certificates.forEach((whose, certificate) -> watch.look(whose, certificate, time.now()));
  }

  /** A client with an active session. */
  OpcUaClient connect() throws InterruptedException {
    SecurityPolicy policy = policy();
    List<EndpointDescription> offered = endpoints();
    EndpointDescription endpoint = choose(offered, policy);
    OpcUaClient client;
    certificates.clear();
    try {
      client = OpcUaClient.create(configure(endpoint, policy), Connector::bound);
    } catch (UaException e) {
      throw new OpcUaFault(failed("prepare a client for", e), e);
    }
    watchCertificates(); // first, since one that has ended is why there will be no session
    try {
      await(client.connectAsync(), STEP_TIMEOUT, "open a session on");
      return client;
    } catch (OpcUaFault | InterruptedException e) {
      // otherwise Milo would go on connecting in the background
      var _ = client.disconnectAsync();
      throw e;
    }
  }

  /** Waits for an answer of the server; its failure or absence is a fault with a sentence. */
  <T> T await(CompletableFuture<T> answer, Duration atMost, String what)
      throws InterruptedException {
    try {
      return answer.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new OpcUaFault(failed(what, e), e);
    }
  }

  private SecurityPolicy policy() {
    String wanted = plain(config.security().policy());
    return Arrays.stream(SecurityPolicy.values())
        .filter(policy ->
            plain(policy.name()).equals(wanted) || plain(shortName(policy)).equals(wanted))
        .filter(
            policy -> policy != SecurityPolicy.Basic128Rsa15 && policy != SecurityPolicy.Basic256)
        .findFirst()
        .orElseThrow(() ->
            new OpcUaFault(
                "Link \"%s\" asks for security \"%s\". Use Basic256Sha256, Aes128_Sha256_RsaOaep, Aes256_Sha256_RsaPss or None."
                    .formatted(config.id(), config.security().policy())));
  }

  private static String plain(String name) {
    return name.replaceAll("[_-]", "").toLowerCase(java.util.Locale.ROOT);
  }

  private static String shortName(SecurityPolicy policy) {
    return policy.name().replaceAll("_.*", "");
  }

  private List<EndpointDescription> endpoints() throws InterruptedException {
    String url = config.endpointUrl();
    try {
      return await(DiscoveryClient.getEndpoints(url, Connector::bound), STEP_TIMEOUT, "ask");
    } catch (OpcUaFault e) {
      // OPC 10000-6, 7.1: a server may keep discovery at a path of its own
      if (!(e.getCause() instanceof ExecutionException cause)
          || UaException.extract(cause).isEmpty()) {
        throw e;
      }
      String discovery = url.endsWith("/") ? url + "discovery" : url + "/discovery";
      try {
        return await(
            DiscoveryClient.getEndpoints(discovery, Connector::bound), STEP_TIMEOUT, "ask");
      } catch (OpcUaFault second) {
        e.addSuppressed(second);
        throw e;
      }
    }
  }

  private EndpointDescription choose(List<EndpointDescription> offered, SecurityPolicy policy) {
    MessageSecurityMode mode = mode(policy);
    EndpointDescription chosen =
        offered.stream()
            .filter(one -> policy.getUri().equals(one.getSecurityPolicyUri()))
            .filter(one -> one.getSecurityMode() == mode)
            .findFirst()
            .orElseThrow(() -> new OpcUaFault(noEndpoint(offered, policy, mode)));
    return EndpointUtil.updateUrl(
        chosen,
        EndpointUtil.getHost(config.endpointUrl()),
        EndpointUtil.getPort(config.endpointUrl()));
  }

  private MessageSecurityMode mode(SecurityPolicy policy) {
    if (policy == SecurityPolicy.None) {
      return MessageSecurityMode.None;
    }
    return switch (config.security().mode()) {
      case SIGN -> MessageSecurityMode.Sign;
      case SIGN_AND_ENCRYPT -> MessageSecurityMode.SignAndEncrypt;
    };
  }

  private String noEndpoint(
      List<EndpointDescription> offered, SecurityPolicy policy, MessageSecurityMode mode) {
    String names =
        offered.stream()
            .map(one ->
                SecurityPolicy.fromUriSafe(one.getSecurityPolicyUri())
                        .map(Enum::name)
                        .orElse(one.getSecurityPolicyUri())
                    + "/"
                    + one.getSecurityMode())
            .distinct()
            .collect(Collectors.joining(", "));
    return "The server at %s offers no endpoint with %s/%s, only: %s. Change the server or the link's security."
        .formatted(config.endpointUrl(), policy, mode, names.isEmpty() ? "nothing" : names);
  }

  private OpcUaClientConfig configure(EndpointDescription endpoint, SecurityPolicy policy) {
    if (policy == SecurityPolicy.Aes256_Sha256_RsaPss && Security.getProvider(BC) == null) {
      Security.addProvider(
          new BouncyCastleProvider()); // the JDK cannot do its RSA-PSS (Milo asks for BC)
    }
    Pki pki = new Pki(pkiFolder());
    boolean secret = policy != SecurityPolicy.None || config.user() instanceof User.Named;
    CertificateValidator validator =
        secret ? pki.validator() : new CertificateValidator.InsecureCertificateValidator();
    OpcUaClientConfigBuilder builder =
        OpcUaClientConfig.builder()
            .setEndpoint(endpoint)
            .setApplicationName(LocalizedText.english("Wattward"))
            .setApplicationUri("urn:wattward:controller")
            .setProductUri("urn:wattward")
            .setSessionName(() -> "wattward " + config.id())
            .setSessionTimeout(uint(30_000))
            .setRequestTimeout(uint(REQUEST_TIMEOUT.toMillis()))
            .setKeepAliveInterval(uint(5_000))
            .setKeepAliveTimeout(uint(5_000))
            .setKeepAliveFailuresAllowed(uint(0))
            .setCertificateValidator(validator)
            .setIdentityProvider(user(validator, pki));
    if (policy != SecurityPolicy.None) {
      Pki.Identity own = pki.identity();
      certificates.put("The certificate of this controller", own.certificate());
      serverCertificate(endpoint)
          .ifPresent(server -> certificates.put("The certificate of the server", server));
      builder
          .setApplicationUri(own.applicationUri())
          .setKeyPair(own.keys())
          .setCertificate(own.certificate())
          .setCertificateChain(new java.security.cert.X509Certificate[] {own.certificate()});
    }
    return builder.build();
  }

  private static Optional<X509Certificate> serverCertificate(EndpointDescription endpoint) {
    ByteString encoded = endpoint.getServerCertificate();
    try {
      return encoded == null || encoded.isNullOrEmpty()
          ? Optional.empty()
          : Optional.of(CertificateUtil.decodeCertificate(encoded.bytesOrEmpty()));
    } catch (UaException e) {
      throw new OpcUaFault("The server shows a certificate that cannot be read: " + e, e);
    }
  }

  private IdentityProvider user(CertificateValidator validator, Pki pki) {
    return switch (config.user()) {
      case User.Anonymous() -> AnonymousProvider.INSTANCE;
      case User.Named(String name) -> new UsernameProvider(name, password(name), validator);
      case User.Certified() -> {
        Pki.UserKey user = pki.userKey(config.id(), credentials.password(config.id()).orElse(""));
        certificates.put("The certificate of the user", user.certificate());
        yield new X509IdentityProvider(user.certificate(), user.key());
      }
    };
  }

  private String password(String name) {
    return credentials
        .password(config.id())
        .orElseThrow(() ->
            new OpcUaFault(
                "There is no password for user \"%s\" of link \"%s\". Set %s."
                    .formatted(name, config.id(), Credentials.variable(config.id()))));
  }

  private static void bound(OpcTcpClientTransportConfigBuilder transport) {
    transport.setConnectTimeout(uint(CONNECT_TIMEOUT.toMillis()));
    transport.setAcknowledgeTimeout(uint(CONNECT_TIMEOUT.toMillis()));
  }

  private String failed(String what, Throwable cause) {
    String advice =
        UaException.extractStatusCode(cause).filter(StatusCode::isSecurityError).isPresent()
            ? " Maybe its certificate is not trusted yet (see %s), or it does not trust ours (%s)."
                .formatted(pkiFolder().resolve("rejected"), pkiFolder().resolve("own"))
            : "";
    return "Could not %s the server at %s: %s.%s"
        .formatted(what, config.endpointUrl(), StatusNames.of(cause), advice);
  }

  private Path pkiFolder() {
    return TrustStore.folder(credentials);
  }
}
