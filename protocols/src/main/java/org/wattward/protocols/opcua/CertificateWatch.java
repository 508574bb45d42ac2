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
import org.wattward.protocols.link.LinkCounters;
import org.wattward.protocols.link.LinkWarning;

/**
 * Warns before certificates end: 30, 7 and 1 day before, and when it is too late. The log has each
 * once, however often it looks; the link's status has it until the certificate is renewed. Only the
 * link's thread calls this.
 */
final class CertificateWatch {
  private static final Logger log = LoggerFactory.getLogger(CertificateWatch.class);
  private static final int[] DAYS = {0, 1, 7, 30};

  private final String link;
  private final LinkCounters counters;
  private final Map<String, Integer> toldDays = new HashMap<>();

  CertificateWatch(String link, LinkCounters counters) {
    this.link = link;
    this.counters = counters;
  }

  /**
   * Looks at a certificate.
   *
   * @param whose who shows it, as the beginning of a sentence
   */
  void look(String whose, X509Certificate certificate, Instant now) {
    Instant end = certificate.getNotAfter().toInstant();
    Optional<Integer> within = daysLeft(end, now);
    if (within.isEmpty()) {
      counters.mended(whose);
      return;
    }
    LinkWarning warning = warning(whose, end, within.get());
    counters.warn(warning);
    String fingerprint = Pki.fingerprint(certificate);
    if (within.get() < toldDays.getOrDefault(fingerprint, Integer.MAX_VALUE)) {
      toldDays.put(fingerprint, within.get());
      log.warn("Link \"{}\": {} {}", link, warning.cause(), warning.response());
    }
  }

  private static LinkWarning warning(String whose, Instant end, int days) {
    String cause =
        days == 0
            ? "%s ended on %s.".formatted(whose, end)
            : "%s ends on %s, in less than %s."
                .formatted(whose, end, days == 1 ? "1 day" : days + " days");
    return new LinkWarning(
        whose,
        days <= 1,
        cause,
        days == 0
            ? "There is no secure channel until it is renewed."
            : "There will be no secure channel then, and the link's devices are lost.",
        days == 0 ? "Renew it." : "Renew it before.");
  }

  /** The fewest of the days of warning that it ends within; 0 when it has ended. */
  static Optional<Integer> daysLeft(Instant end, Instant now) {
    return IntStream.of(DAYS)
        .filter(days -> end.isBefore(now.plus(Duration.ofDays(days))))
        .boxed()
        .findFirst();
  }
}
