package org.wattward.protocols.opcua;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultClientCertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.FileBasedCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.MemoryTrustListManager;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.validation.ValidationCheck;
import org.wattward.protocols.link.Credentials;

/**
 * The controller's own certificate and those it trusts, as files:
 *
 * <pre>
 * own/certificate.der, own/key.der   made at first use; the key is readable by its owner only
 * trusted/*.der, issuers/*.der       servers, or those who vouch for them
 * rejected/*.der                     servers that wanted a secure channel and are not trusted
 * users/LINK.p12                     key and certificate of a link that logs in with one
 * </pre>
 *
 * <p>Files are read at every connection, so trusting a server needs no restart. Any thread.
 */
final class Pki {
  private static final String APPLICATION = "Wattward";
  private static final int KEY_BITS = 2048;
  private static final Period VALIDITY = Period.ofYears(5);

  private final Path folder;

  /**
   * Who the controller is.
   *
   * @param keys its keys
   * @param certificate its self-signed certificate
   * @param applicationUri its name in the certificate
   */
  record Identity(KeyPair keys, X509Certificate certificate, String applicationUri) {}

  Pki(Path folder) {
    this.folder = folder;
  }

  /** The controller's identity; made when there is none yet. */
  Identity identity() {
    synchronized (Pki.class) { // links of one process share the folder
      try {
        Path certificate = ownFolder().resolve("certificate.der");
        Path key = ownFolder().resolve("key.der");
        if (!Files.exists(certificate) || !Files.exists(key)) {
          make(certificate, key);
        }
        return read(certificate, key);
      } catch (Exception e) { // the certificate builder declares no narrower one
        throw new OpcUaFault(
            "The own certificate in %s cannot be read or made: %s. Remove the folder to have a new one made."
                .formatted(ownFolder(), e),
            e);
      }
    }
  }

  /** The controller's certificate, if there is one already. */
  Optional<X509Certificate> own() {
    return Files.exists(ownFolder().resolve("certificate.der"))
            && Files.exists(ownFolder().resolve("key.der"))
        ? Optional.of(identity().certificate())
        : Optional.empty();
  }

  /** Judges servers by the folder as it is now; keeps the certificates it refuses. */
  CertificateValidator validator() {
    try {
      var trust = new MemoryTrustListManager();
      trust.setTrustedCertificates(certificates("trusted"));
      trust.setIssuerCertificates(certificates("issuers"));
      var rejected = FileBasedCertificateQuarantine.create(folder.resolve("rejected"));
      return new DefaultClientCertificateValidator(
          trust,
          java.util.Set.of(ValidationCheck.VALIDITY, ValidationCheck.APPLICATION_URI),
          rejected);
    } catch (IOException | UaException e) {
      throw new OpcUaFault(
          "The trusted certificates in %s cannot be read: %s".formatted(folder, e), e);
    }
  }

  /**
   * Servers' certificates that were refused and are not trusted since: a connection that began
   * before that may note its refusal after it.
   */
  List<X509Certificate> rejected() {
    try {
      List<X509Certificate> trusted = certificates("trusted");
      return certificates("rejected").stream().filter(one -> !trusted.contains(one)).toList();
    } catch (IOException | UaException e) {
      throw new OpcUaFault(
          "The rejected certificates in %s cannot be read: %s".formatted(folder, e), e);
    }
  }

  /** Servers' certificates that are trusted. */
  List<X509Certificate> trusted() {
    try {
      return certificates("trusted");
    } catch (IOException | UaException e) {
      throw new OpcUaFault(
          "The trusted certificates in %s cannot be read: %s".formatted(folder, e), e);
    }
  }

  /**
   * From now on trusts a certificate no longer.
   *
   * @param fingerprint its SHA-1 fingerprint in hexadecimal, or the beginning of it
   * @return the certificate, or nothing when none or several begin so
   */
  Optional<X509Certificate> distrust(String fingerprint) {
    Optional<X509Certificate> found = only(trusted(), fingerprint);
    try (Stream<Path> files = Files.list(Files.createDirectories(folder.resolve("trusted")))) {
      if (found.isPresent()) {
        byte[] content = found.get().getEncoded();
        for (Path file : files.toList()) {
          if (Arrays.equals(Files.readAllBytes(file), content)) {
            Files.delete(file);
          }
        }
      }
      return found;
    } catch (IOException | GeneralSecurityException e) {
      throw new OpcUaFault("The certificate cannot be removed from %s: %s".formatted(folder, e), e);
    }
  }

  private static Optional<X509Certificate> only(List<X509Certificate> all, String fingerprint) {
    List<X509Certificate> found =
        all.stream()
            .filter(one -> fingerprint(one).startsWith(fingerprint.toLowerCase(Locale.ROOT)))
            .distinct()
            .toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /**
   * From now on trusts a certificate that was rejected.
   *
   * @param fingerprint its SHA-1 fingerprint in hexadecimal, or the beginning of it
   * @return the certificate, or nothing when none or several begin so
   */
  Optional<X509Certificate> trust(String fingerprint) {
    Optional<X509Certificate> found = only(rejected(), fingerprint);
    if (found.isEmpty()) {
      return found;
    }
    X509Certificate certificate = found.get();
    try {
      Path trusted = Files.createDirectories(folder.resolve("trusted"));
      Files.write(trusted.resolve(fingerprint(certificate) + ".der"), certificate.getEncoded());
      FileBasedCertificateQuarantine.create(folder.resolve("rejected"))
          .removeRejectedCertificate(certificate);
      return Optional.of(certificate);
    } catch (IOException | GeneralSecurityException e) {
      throw new OpcUaFault("The certificate cannot be stored in %s: %s".formatted(folder, e), e);
    }
  }

  /** The SHA-1 fingerprint, which OPC UA calls the thumbprint, in hexadecimal. */
  static String fingerprint(X509Certificate certificate) {
    try {
      return HexFormat.of().formatHex(CertificateUtil.thumbprint(certificate).bytesOrEmpty());
    } catch (UaException e) {
      throw new OpcUaFault("A certificate has no fingerprint: " + e, e);
    }
  }

  /**
   * The key and certificate with which a link logs in: the file {@code users/LINK.p12}.
   *
   * @param password of the file
   */
  UserKey userKey(String link, String password) {
    Path file = folder.resolve("users").resolve(link + ".p12");
    if (!Files.exists(file)) {
      throw new OpcUaFault(
          "Link \"%s\" logs in with a certificate, but there is no %s. Put its key and certificate there as PKCS#12."
              .formatted(link, file));
    }
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password.toCharArray());
      for (String alias : Collections.list(store.aliases())) {
        if (store.getKey(alias, password.toCharArray()) instanceof PrivateKey key
            && store.getCertificate(alias) instanceof X509Certificate certificate) {
          return new UserKey(key, certificate);
        }
      }
      throw new OpcUaFault("%s holds no key with a certificate.".formatted(file));
    } catch (IOException | GeneralSecurityException e) {
      throw new OpcUaFault(
          "%s cannot be read: %s. Maybe its password is not the one in %s."
              .formatted(file, e.getMessage(), Credentials.variable(link)),
          e);
    }
  }

  /**
   * Who logs in.
   *
   * @param key the private key
   * @param certificate the certificate
   */
  record UserKey(PrivateKey key, X509Certificate certificate) {}

  private Path ownFolder() {
    return folder.resolve("own");
  }

  private static Identity read(Path certificate, Path key)
      throws IOException, GeneralSecurityException, UaException {
    X509Certificate read = CertificateUtil.decodeCertificate(Files.readAllBytes(certificate));
    var keySpec = new PKCS8EncodedKeySpec(Files.readAllBytes(key));
    var keys =
        new KeyPair(read.getPublicKey(), KeyFactory.getInstance("RSA").generatePrivate(keySpec));
    String uri =
        CertificateUtil.getSanUri(read)
            .orElseThrow(() -> new OpcUaFault(certificate + " names no application URI."));
    return new Identity(keys, read, uri);
  }

  private void make(Path certificate, Path key) throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(KEY_BITS);
    KeyPair keys = generator.generateKeyPair();
    String host = hostName();
    X509Certificate made =
        new SelfSignedCertificateBuilder(keys)
            .setCommonName(APPLICATION)
            .setOrganization(APPLICATION)
            .setApplicationUri("urn:%s:wattward:controller".formatted(host))
            .addDnsName(host)
            .setValidityPeriod(VALIDITY)
            .build();
    Files.createDirectories(ownFolder());
    if (ownFolder().getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(ownFolder(), PosixFilePermissions.fromString("rwx------"));
    }
    Files.write(key, keys.getPrivate().getEncoded());
    Files.write(certificate, made.getEncoded());
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost"; // a machine without a name still has keys
    }
  }

  private List<X509Certificate> certificates(String kind) throws IOException, UaException {
    Path kindFolder = Files.createDirectories(folder.resolve(kind));
    List<X509Certificate> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(kindFolder)) {
      for (Path file : files.sorted().toList()) {
        byte[] content = Files.readAllBytes(file);
        // A file that is empty is just being written by a connection; the next look finds it whole.
        if (content.length > 0) {
          found.add(CertificateUtil.decodeCertificate(content));
        }
      }
    }
    return found;
  }
}
