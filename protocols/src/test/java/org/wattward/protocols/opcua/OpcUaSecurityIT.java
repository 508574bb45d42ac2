package org.wattward.protocols.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.LinkConfig.OpcUa.Security;
import org.wattward.devices.site.LinkConfig.OpcUa.User;
import org.wattward.devices.template.PointTemplate.PollGroup;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Await;
import org.wattward.protocols.link.Credentials;
import org.wattward.protocols.link.LinkStatus.State;
import org.wattward.protocols.link.LogLines;
import org.wattward.protocols.link.RecordingListener;

/** Nothing is sent in the clear unless the site file says so, and nobody is trusted unasked. */
@Timeout(180)
class OpcUaSecurityIT {
  @TempDir private Path keys;
  private final RecordingListener listener = new RecordingListener();
  private final TestServer server;
  private @Nullable OpcUaLink link;

  OpcUaSecurityIT() throws Exception {
    server = new TestServer().with("Pump.power", 1500.0);
  }

  @AfterEach
  void close() throws Exception {
    if (link != null) {
      link.close();
    }
    server.close();
  }

  private OpcUaLink link(String security, Optional<String> user) {
    return link(
        new Security(security, Security.Mode.SIGN_AND_ENCRYPT),
        user.<User>map(User.Named::new).orElse(new User.Anonymous()),
        Time.system());
  }

  private OpcUaLink link(Security security, User user, Time time) {
    LinkConfig.OpcUa usual = TestDevices.link(server.url(), Duration.ofMillis(100));
    LinkConfig.OpcUa config =
        new LinkConfig.OpcUa(
            usual.id(), usual.endpointUrl(), security, user, usual.reading(), usual.periods());
    Credentials credentials =
        new Credentials() {
          @Override
          public Optional<String> password(String id) {
            return Optional.of(TestServer.PASSWORD);
          }

          @Override
          public Path keyFolder() {
            return keys;
          }
        };
    OpcUaLink made =
        new OpcUaLink(
            config,
            List.of(
                TestDevices.device("pump", "Pump", TestDevices.readable("power", PollGroup.FAST))),
            listener,
            time,
            new Random(5),
            credentials);
    link = made;
    made.start();
    return made;
  }

  private void awaitReading() {
    Await.until("it is read", () -> listener.shows(TestDevices.id("pump", "power"), 1500));
  }

  @ParameterizedTest
  @CsvSource({
    "Basic256Sha256, Basic256Sha256",
    "Aes128_Sha256_RsaOaep, Aes128_Sha256_RsaOaep",
    "Aes256, Aes256_Sha256_RsaPss",
  })
  void aServerIsBelievedOnceItsCertificateIsTrusted(String security, SecurityPolicy policy)
      throws Exception {
    server.withPolicies(policy).start();
    Pki pki = new Pki(keys.resolve("opcua"));

    OpcUaLink made = link(security, Optional.empty());

    Await.until("the server is rejected", () -> !pki.rejected().isEmpty());
    Await.until("the reason is told", () -> made.status().state() == State.DOWN);
    assertThat(made.status().reason()).contains("not trusted").contains("rejected");
    assertThat(listener.all()).isEmpty();
    X509Certificate rejected = pki.rejected().getFirst();
    assertThat(rejected).isEqualTo(server.certificate());

    assertThat(pki.trust(Pki.fingerprint(rejected).substring(0, 12))).contains(rejected);

    awaitReading();
    assertThat(pki.rejected()).isEmpty();
  }

  @Test
  void aServerThatIsTrustedNoLongerIsRejectedAtItsNextConnection() throws Exception {
    server.withPolicies(SecurityPolicy.Basic256Sha256).start();
    TrustStore store = new TrustStore(Credentials.fromEnvironment(keys));
    assertThat(store.own()).isEmpty();
    OpcUaLink made = link("Basic256Sha256", Optional.empty());
    Await.until("the server is rejected", () -> !store.certificates().isEmpty());
    assertThat(store.own())
        .hasValueSatisfying(own -> {
          assertThat(own.state()).isEqualTo(TrustStore.State.OWN);
          assertThat(own.daysLeft(own.until().minus(Duration.ofDays(6)))).contains(7);
          assertThat(own.daysLeft(own.until().minus(Duration.ofDays(60)))).isEmpty();
        });
    String fingerprint = store.certificates().getFirst().fingerprint();
    assertThat(store.add(fingerprint)).isPresent();
    awaitReading();

    assertThat(store.remove(fingerprint.substring(0, 8))).isPresent();
    assertThat(store.remove(fingerprint)).isEmpty();
    assertThat(store.certificates()).allMatch(one -> one.state() == TrustStore.State.REJECTED);
    server.stop();
    server.start();

    Await.until(
        "the server is rejected again",
        () ->
            store.certificates().stream()
                .anyMatch(one -> one.state() == TrustStore.State.REJECTED));
    Await.until("the link is down", () -> made.status().state() == State.DOWN);
    assertThat(store.certificates())
        .singleElement()
        .satisfies(one -> {
          assertThat(one.subject()).isNotBlank();
          assertThat(one.until()).isAfter(one.from());
        });
  }

  @Test
  void theOwnKeyIsMadeOnceAndReadableByItsOwnerOnly() throws Exception {
    Pki pki = new Pki(keys.resolve("opcua"));

    Pki.Identity first = pki.identity();

    assertThat(pki.identity().certificate()).isEqualTo(first.certificate());
    assertThat(first.applicationUri()).startsWith("urn:");
    Path own = keys.resolve("opcua").resolve("own");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
        .isEqualTo("rwx------");
  }

  @Test
  void nothingWithoutEncryptionIsTakenWhenTheSiteFileAsksForIt() throws Exception {
    server.withPolicies(SecurityPolicy.None).start();

    OpcUaLink made = link("Basic256Sha256", Optional.empty());

    Await.until("it is refused", () -> made.status().state() == State.DOWN);
    assertThat(made.status().reason())
        .contains("Basic256Sha256/SignAndEncrypt")
        .contains("None/None");
    assertThat(server.sessions()).isZero();
  }

  @Test
  void anUnknownPolicyIsNamedWithWhatWouldBeRight() throws Exception {
    server.start();

    OpcUaLink made = link("Basic128Rsa15", Optional.empty());

    Await.until("it is refused", () -> made.status().state() == State.DOWN);
    assertThat(made.status().reason()).contains("Basic128Rsa15").contains("Basic256Sha256");
  }

  @Test
  void aUserLogsInWithThePasswordOfTheLink() throws Exception {
    server.withPolicies(SecurityPolicy.Basic256Sha256).start();
    trustServer();

    link("Basic256Sha256", Optional.of(TestServer.USER));

    awaitReading();
  }

  @Test
  void aUserTheServerDoesNotKnowIsToldSo() throws Exception {
    server.withPolicies(SecurityPolicy.Basic256Sha256).start();
    trustServer();

    OpcUaLink made = link("Basic256Sha256", Optional.of("mallory"));

    Await.until("it is refused", () -> made.status().state() == State.DOWN);
    assertThat(made.status().reason())
        .containsAnyOf("Bad_UserAccessDenied", "Bad_IdentityTokenRejected");
  }

  @Test
  void messagesMayBeSignedOnly() throws Exception {
    server.withPolicies(SecurityPolicy.Basic256Sha256).start();
    trustServer();

    link(new Security("Basic256Sha256", Security.Mode.SIGN), new User.Anonymous(), Time.system());

    awaitReading();
    assertThat(server.securityModes()).containsExactly(MessageSecurityMode.Sign);
  }

  @Test
  void aUserLogsInWithACertificate() throws Exception {
    server.withTrustedUser(userKey(TestServer.PASSWORD));
    server.withPolicies(SecurityPolicy.Basic256Sha256).start();
    trustServer();

    link(
        new Security("Basic256Sha256", Security.Mode.SIGN_AND_ENCRYPT),
        new User.Certified(),
        Time.system());

    awaitReading();
  }

  @Test
  void aCertificateTheServerDoesNotKnowIsRefused() throws Exception {
    userKey(TestServer.PASSWORD);
    server.withPolicies(SecurityPolicy.Basic256Sha256).start();
    trustServer();

    OpcUaLink made =
        link(
            new Security("Basic256Sha256", Security.Mode.SIGN_AND_ENCRYPT),
            new User.Certified(),
            Time.system());

    Await.until("it is refused", () -> made.status().state() == State.DOWN);
    assertThat(made.status().reason())
        .containsAnyOf("Bad_UserAccessDenied", "Bad_IdentityTokenRejected");
    assertThat(listener.all()).isEmpty();
  }

  @Test
  void aUserKeyThatIsNotThereOrHasAnotherPasswordIsNamed() throws Exception {
    server.withPolicies(SecurityPolicy.Basic256Sha256).start();
    trustServer();
    OpcUaLink made =
        link(
            new Security("Basic256Sha256", Security.Mode.SIGN_AND_ENCRYPT),
            new User.Certified(),
            Time.system());
    Await.until("it is refused", () -> made.status().state() == State.DOWN);
    Path file = keys.resolve("opcua").resolve("users").resolve("opcua-test.p12");
    assertThat(made.status().reason()).contains("there is no " + file);

    userKey("another password");

    Await.until(
        "the password is refused",
        () -> made.status().reason().contains("WATTWARD_PASSWORD_OPCUA_TEST"));
  }

  @Test
  void theEndOfTheServersCertificateIsToldOnceInAllSessions() throws Exception {
    server.withPolicies(SecurityPolicy.Basic256Sha256).start();
    trustServer();
    Duration ahead =
        Duration.between(
            Instant.now(),
            server.certificate().getNotAfter().toInstant().minus(Duration.ofDays(5)));
    try (LogLines log = LogLines.of(CertificateWatch.class)) {
      link(
          new Security("Basic256Sha256", Security.Mode.SIGN_AND_ENCRYPT),
          new User.Anonymous(),
          Time.accelerated(Instant.now().plus(ahead), 1));
      awaitReading();
      listener.forget();
      server.stop();
      server.start();
      awaitReading();

      assertThat(log.with("The certificate of the server ends on")).hasSize(1);
      assertThat(log.with("in less than 7 days")).hasSize(1);
    }
  }

  /** Puts a key into the file of the link. */
  private X509Certificate userKey(String password) throws Exception {
    KeyPair pair = SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
    X509Certificate certificate =
        new SelfSignedCertificateBuilder(pair)
            .setCommonName("Engineer")
            .setApplicationUri("urn:wattward:test:user")
            .build();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "user", pair.getPrivate(), password.toCharArray(), new Certificate[] {certificate});
    Path users = Files.createDirectories(keys.resolve("opcua").resolve("users"));
    try (OutputStream out = Files.newOutputStream(users.resolve("opcua-test.p12"))) {
      store.store(out, password.toCharArray());
    }
    return certificate;
  }

  private void trustServer() throws Exception {
    Path trusted = Files.createDirectories(keys.resolve("opcua").resolve("trusted"));
    Files.write(trusted.resolve("server.der"), server.certificate().getEncoded());
  }
}
