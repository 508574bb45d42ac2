package org.wattward.protocols.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.protocols.link.LinkCounters;
import org.wattward.protocols.link.LogLines;

class CertificateWatchTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    // hours left, days told; -1: nothing is told
    "721, -1",
    "720, -1",
    "719, 30",
    "168, 30",
    "167, 7",
    "24, 7",
    "23, 1",
    "1, 1",
    "0, 1",
    "-1, 0",
  })
  void theFewestDaysCount(long hoursLeft, int days) {
    assertThat(CertificateWatch.daysLeft(NOON.plus(Duration.ofHours(hoursLeft)), NOON).orElse(-1))
        .isEqualTo(days);
  }

  @Test
  void eachWarningIsGivenOnceForEachCertificate() throws Exception {
    X509Certificate certificate = new TestServer().certificate();
    LinkCounters counters = new LinkCounters();
    List<Integer> standing = new ArrayList<>();
    Instant end = certificate.getNotAfter().toInstant();
    CertificateWatch watch = new CertificateWatch("link-watched", counters);
    try (LogLines log = LogLines.of(CertificateWatch.class)) {
      for (int daysLeft : new int[] {40, 29, 28, 6, 5, 0, 0, -1, -2}) {
        Instant now = end.minus(Duration.ofDays(daysLeft)).minusSeconds(1);
        watch.look("The certificate of the server", certificate, now);
        standing.add(counters.status().warnings().size());
      }

      assertThat(log.with("link-watched")).hasSize(4);
      assertThat(log.with("in less than 30 days")).hasSize(1);
      assertThat(log.with("in less than 7 days")).hasSize(1);
      assertThat(log.with("in less than 1 day.")).hasSize(1);
      assertThat(log.with("ended on")).hasSize(1);
      assertThat(standing).containsExactly(0, 1, 1, 1, 1, 1, 1, 1, 1);
    }
  }

  @Test
  void theWarningOfARenewedCertificateIsGone() throws Exception {
    X509Certificate certificate = new TestServer().certificate();
    Instant end = certificate.getNotAfter().toInstant();
    LinkCounters counters = new LinkCounters();
    CertificateWatch watch = new CertificateWatch("link-watched", counters);
    watch.look("The certificate of the server", certificate, end.minusSeconds(3600));
    assertThat(counters.status().warnings())
        .singleElement()
        .satisfies(warning -> {
          assertThat(warning.urgent()).isTrue();
          assertThat(warning.cause())
              .isEqualTo(
                  "The certificate of the server ends on %s, in less than 1 day.".formatted(end));
        });

    watch.look("The certificate of the server", certificate, end.minus(Duration.ofDays(400)));

    assertThat(counters.status().warnings()).isEmpty();
  }
}
