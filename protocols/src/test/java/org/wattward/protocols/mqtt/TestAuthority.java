package org.wattward.protocols.mqtt;

import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of a test, and the files of those it vouches for. */
final class TestAuthority {
  private static final AtomicLong SERIAL = new AtomicLong(1);

  private final Path folder;
  private final String name;
  private final KeyPair keys = keys();
  private final X509Certificate certificate;

  TestAuthority(Path folder, String name) throws Exception {
    this.folder = Files.createDirectories(folder);
    this.name = name;
    certificate =
        signed(
            builder(name, keys)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(true)));
  }

  /** The file of its certificate. */
  Path file() throws Exception {
    return pem(name + ".pem", "CERTIFICATE", certificate.getEncoded());
  }

  /** The file of a server's certificate for an address, its key beside it. */
  Path server(String address) throws Exception {
    KeyPair own = keys();
    X509Certificate made =
        signed(
            builder("server", own)
                .addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.iPAddress, address))));
    Path file = pem("server.pem", "CERTIFICATE", made.getEncoded());
    pem(keyOf(file).getFileName().toString(), "PRIVATE KEY", own.getPrivate().getEncoded());
    return file;
  }

  /** The file of a client's key and certificate. */
  Path client(String password) throws Exception {
    KeyPair own = keys();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    X509Certificate made = signed(builder("client", own));
    store.setKeyEntry(
        "own", own.getPrivate(), password.toCharArray(), new Certificate[] {made, certificate});
    Path file = folder.resolve("client.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password.toCharArray());
    }
    return file;
  }

  static Path keyOf(Path certificateFile) {
    return certificateFile.resolveSibling("key-of-" + certificateFile.getFileName());
  }

  private JcaX509v3CertificateBuilder builder(String subject, KeyPair subjectKeys) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        new X500Principal("CN=" + name),
        BigInteger.valueOf(SERIAL.getAndIncrement()),
        Date.from(now.minus(Duration.ofHours(1))),
        Date.from(now.plus(Duration.ofDays(1))),
        new X500Principal("CN=" + subject),
        subjectKeys.getPublic());
  }

  private X509Certificate signed(org.bouncycastle.cert.X509v3CertificateBuilder builder)
      throws Exception {
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  private static KeyPair keys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private Path pem(String fileName, String what, byte[] content) throws Exception {
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    return Files.writeString(
        folder.resolve(fileName),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, lines, what));
  }
}
