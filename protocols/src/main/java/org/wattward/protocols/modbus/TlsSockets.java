package org.wattward.protocols.modbus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.protocols.link.Credentials;

/**
 * Modbus/TCP Security: TLS with certificates of both sides, over a socket of ours.
 *
 * <p>Each link has a PKCS#12 file of its own in the key folder, {@code modbus/LINK.p12}: our key
 * with its certificate, and the certificates we trust at the other end. Because that trust is for
 * this link alone, host names are not compared; devices seldom carry their names in certificates.
 */
final class TlsSockets {
  private static final Logger LOG = LoggerFactory.getLogger(TlsSockets.class);

  /** The role of a Modbus/TCP Security certificate (MB-TCP-Security V2.1, 8.4). */
  private static final String ROLE_OID = "1.3.6.1.4.1.50316.802.1";

  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final String link;
  private final Credentials credentials;

  TlsSockets(String link, Credentials credentials) {
    this.link = link;
    this.credentials = credentials;
  }

  /** Where a link's keys and trusted certificates are. */
  Path file() {
    return credentials.keyFolder().resolve("modbus").resolve(link + ".p12");
  }

  /**
   * Shakes hands over a connected socket.
   *
   * @throws IOException when the keys cannot be read, or either side does not trust the other
   */
  SSLSocket over(TimedSocket socket, String host, int port) throws IOException {
    try {
      SSLSocket tls =
          (SSLSocket) context().getSocketFactory().createSocket(socket, host, port, true);
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setProtocols(PROTOCOLS);
      tls.setSSLParameters(parameters);
      tls.startHandshake();
      logRole(tls);
      return tls;
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "The keys in %s cannot be used: %s".formatted(file(), e.getMessage()), e);
    }
  }

  private SSLContext context() throws GeneralSecurityException, IOException {
    char[] password = credentials.password(link).orElse("").toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    if (!Files.exists(file())) {
      throw new IOException(
          "There are no keys for link %s. Put our key and the device's certificate into %s."
              .formatted(link, file()));
    }
    try (InputStream in = Files.newInputStream(file())) {
      store.load(in, password);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, password);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private void logRole(SSLSocket tls) throws SSLPeerUnverifiedException {
    Certificate certificate = tls.getSession().getPeerCertificates()[0];
    if (certificate instanceof X509Certificate peer) {
      role(peer)
          .ifPresent(role ->
              LOG.info(
                  "Link {}: {} has the role \"{}\".", link, peer.getSubjectX500Principal(), role));
    }
  }

  /** The role in a certificate: a UTF8String inside the extension's octet string. */
  static Optional<String> role(X509Certificate certificate) {
    byte[] der = certificate.getExtensionValue(ROLE_OID);
    int header = 4; // two tags with lengths of one byte each
    if (der == null || der.length < header || der[2] != 0x0C || der[3] != der.length - header) {
      return Optional.empty();
    }
    return Optional.of(new String(der, header, der.length - header, StandardCharsets.UTF_8));
  }
}
