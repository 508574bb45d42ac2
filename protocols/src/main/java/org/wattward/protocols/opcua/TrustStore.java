package org.wattward.protocols.opcua;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.wattward.protocols.link.Credentials;

/**
 * The OPC UA servers' certificates that were seen, and which of them are trusted. Files below the
 * key folder, read by the links at every connection: a change needs no restart. Any thread.
 */
public final class TrustStore {
  private final Pki pki;

  /** Whether a server with the certificate is talked to. */
  public enum State {
    /** It is the controller's own, which servers must trust. */
    OWN,
    /** It is talked to. */
    TRUSTED,
    /** It wanted to be talked to over a secure channel, and was refused. */
    REJECTED
  }

  /**
   * A certificate.
   *
   * @param state whether it is trusted
   * @param fingerprint SHA-1, which OPC UA calls the thumbprint, in hexadecimal
   * @param subject whom it names
   * @param from when it begins to hold
   * @param until when it ends
   */
  public record Certificate(
      State state, String fingerprint, String subject, Instant from, Instant until) {
    /**
     * Whether somebody should be told: it ends within 30, 7 or 1 days, or has ended.
     *
     * @return the fewest of these days; 0 when it has ended
     */
    public Optional<Integer> daysLeft(Instant now) {
      return CertificateWatch.daysLeft(until, now);
    }
  }

  /**
   * The certificates of a controller.
   *
   * @param credentials say where its keys are
   */
  public TrustStore(Credentials credentials) {
    this(new Pki(folder(credentials)));
  }

  TrustStore(Pki pki) {
    this.pki = pki;
  }

  /** Where the certificates are below the folder of keys. */
  static Path folder(Credentials credentials) {
    return credentials.keyFolder().resolve("opcua");
  }

  /** The controller's own certificate, once a link has needed one. */
  public Optional<Certificate> own() {
    return pki.own().map(one -> described(State.OWN, one));
  }

  /** The servers' certificates, the trusted ones first. */
  public List<Certificate> certificates() {
    List<Certificate> all = new ArrayList<>();
    pki.trusted().forEach(one -> all.add(described(State.TRUSTED, one)));
    pki.rejected().forEach(one -> all.add(described(State.REJECTED, one)));
    return all.stream().distinct().toList();
  }

  /**
   * Trusts a certificate that was rejected.
   *
   * @param fingerprint its fingerprint, or the beginning of it
   * @return the certificate, or nothing when none or several rejected ones begin so
   */
  public Optional<Certificate> add(String fingerprint) {
    return pki.trust(fingerprint).map(one -> described(State.TRUSTED, one));
  }

  /**
   * Trusts a certificate no longer; open connections stay until they end.
   *
   * @param fingerprint its fingerprint, or the beginning of it
   * @return the certificate, or nothing when none or several trusted ones begin so
   */
  public Optional<Certificate> remove(String fingerprint) {
    return pki.distrust(fingerprint).map(one -> described(State.REJECTED, one));
  }

  private static Certificate described(State state, X509Certificate certificate) {
    return new Certificate(
        state,
        Pki.fingerprint(certificate).toLowerCase(Locale.ROOT),
        certificate.getSubjectX500Principal().getName(),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant());
  }
}
