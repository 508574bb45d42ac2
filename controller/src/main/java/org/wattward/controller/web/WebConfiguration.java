package org.wattward.controller.web;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.wattward.controller.api.ApiConfiguration;
import org.wattward.controller.district.District;
import org.wattward.controller.district.District.Counters;
import org.wattward.controller.district.District.DeviceState;
import org.wattward.controller.page.PageConfiguration;
import org.wattward.controller.security.SecurityConfiguration;
import org.wattward.controller.vital.Vitals;
import org.wattward.controller.why.Explanation;
import org.wattward.devices.site.Device;

/** The web server's parts, put together. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ApiConfiguration.class, PageConfiguration.class, SecurityConfiguration.class})
class WebConfiguration {

  @Bean
  Explanation explanation(District district) {
    return new Explanation(district.site());
  }

  /** Healthy while no device is bad; a district with bad devices is still controlled. */
  @Bean
  HealthIndicator districtHealth(District district) {
    return () -> {
      long bad = devicesIn(district, DeviceState.Condition.BAD);
      Health.Builder health = Health.up();
      return health
          .withDetail("devices", district.site().devices().size())
          .withDetail("bad", bad)
          .build();
    };
  }

  /** Down while a part that control needs does not answer; the record is not among them. */
  @Bean
  HealthIndicator controlHealth(District district) {
    return () -> {
      Health.Builder health = Health.up();
      for (Vitals.Answer answer : district.vitals()) {
        if (!answer.answers()) {
          health.down();
        }
        health.withDetail(
            answer.part().name().toLowerCase(Locale.ROOT),
            answer.answers() ? "answers" : answer.silent());
      }
      return health.build();
    };
  }

  @Bean
  MeterBinder districtMetrics(District district) {
    return registry -> {
      count(registry, district, "wattward.polls", Counters::polls);
      count(registry, district, "wattward.polls.late", Counters::latePolls);
      count(registry, district, "wattward.readings", Counters::readings);
      count(registry, district, "wattward.zone.ticks", Counters::ticks);
      count(registry, district, "wattward.zone.ticks.missed", Counters::missedTicks);
      count(registry, district, "wattward.decisions", Counters::decisions);
      count(registry, district, "wattward.writes.sent", Counters::writesSent);
      count(registry, district, "wattward.writes.verified", Counters::writesVerified);
      count(registry, district, "wattward.writes.failed", Counters::writesFailed);
      for (DeviceState.Condition condition : DeviceState.Condition.values()) {
        Gauge.builder("wattward.devices", district, live -> devicesIn(live, condition))
            .tag("condition", condition.name())
            .register(registry);
      }
    };
  }

  private static void count(
      MeterRegistry registry, District district, String name, ToDoubleFunction<Counters> figure) {
    FunctionCounter.builder(name, district, live -> figure.applyAsDouble(live.counters()))
        .register(registry);
  }

  private static long devicesIn(District district, DeviceState.Condition condition) {
    return district.site().devices().stream()
        .filter((Device device) -> district.state(device).condition() == condition)
        .count();
  }
}
