package org.wattward.protocols.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.site.LinkConfig;
import org.wattward.protocols.link.Credentials;

/**
 * Whom a link trusts and who it is, from files in the folder {@code mqtt} of the key folder, read
 * at every connection. Pure.
 *
 * @param link the link's id
 * @param files their names
 * @param credentials say where they are, and the password of the own key
 */
record BrokerKeys(String link, LinkConfig.Mqtt.Keys files, Credentials credentials) {
  /** Makes secure connections. */
  SSLSocketFactory sockets() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own(), trusted(), null);
      return context.getSocketFactory();
    } catch (IOException | GeneralSecurityException e) {
      throw new Broker.Fault(
          "The keys of link \"%s\" in %s cannot be used: %s."
              .formatted(link, folder(), Broker.said(e)),
          e);
    }
  }

  private Path folder() {
    return credentials.keyFolder().resolve("mqtt");
  }

  private TrustManager @Nullable [] trusted() throws IOException, GeneralSecurityException {
    if (files.authorities().isEmpty()) {
      return null;
    }
    Path file = existing(files.authorities().get(), "the certificates of the broker's authorities");
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new IOException(file + " holds no certificate");
      }
      for (Certificate certificate : found) {
        store.setCertificateEntry("authority-" + store.size(), certificate);
      }
    }
    TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
    managers.init(store);
    return managers.getTrustManagers();
  }

  private KeyManager @Nullable [] own() throws IOException, GeneralSecurityException {
    if (files.own().isEmpty()) {
      return null;
    }
    Path file = existing(files.own().get(), "our key and certificate as PKCS#12");
    char[] password = credentials.password(link).orElse("").toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password);
    }
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(store, password);
    return managers.getKeyManagers();
  }

  private Path existing(String name, String what) throws IOException {
    Path file = folder().resolve(name);
    if (!Files.exists(file)) {
      throw new IOException("there is no %s; put %s there".formatted(file, what));
    }
    return file;
  }
}
