package org.wattward.protocols.opcua;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns before certificates end: 30, 7 and 1 day before, and when it is too late; once each,
 * however often it looks. Only the link's thread calls this.
 */
final class CertificateWatch {
  private static final Logger log = LoggerFactory.getLogger(CertificateWatch.class);
  private static final int[] DAYS = {0, 1, 7, 30};

  private final String link;
  private final Map<String, Integer> toldDays = new HashMap<>();

  CertificateWatch(String link) {
    this.link = link;
  }

  /**
   * Looks at a certificate.
   *
   * @param whose who shows it, as the beginning of a sentence
   */
  void look(String whose, X509Certificate certificate, Instant now) {
    Instant end = certificate.getNotAfter().toInstant();
    Optional<Integer> within = daysLeft(end, now);
    String fingerprint = Pki.fingerprint(certificate);
    if (within.isEmpty() || within.get() >= toldDays.getOrDefault(fingerprint, Integer.MAX_VALUE)) {
      return;
    }
    toldDays.put(fingerprint, within.get());
    if (within.get() == 0) {
      log.warn(
          "Link \"{}\": {} ended on {}. There is no secure channel until it is renewed.",
          link,
          whose,
          end);
    } else {
      log.warn(
          "Link \"{}\": {} ends on {}, in less than {}. Renew it before.",
          link,
          whose,
          end,
          within.get() == 1 ? "1 day" : within.get() + " days");
    }
  }

  /** The fewest of the days of warning that it ends within; 0 when it has ended. */
  static Optional<Integer> daysLeft(Instant end, Instant now) {
    return IntStream.of(DAYS)
        .filter(days -> end.isBefore(now.plus(Duration.ofDays(days))))
        .boxed()
        .findFirst();
  }
}
