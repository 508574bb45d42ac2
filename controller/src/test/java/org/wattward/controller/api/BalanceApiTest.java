package org.wattward.controller.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.controller.api.BalanceApi.Period;
import org.wattward.controller.district.District;
import org.wattward.controller.district.FakeDistrict;
import org.wattward.controller.record.Balance;
import org.wattward.controller.record.History;
import org.wattward.controller.zone.PriceBook;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.Zone;

class BalanceApiTest {
  @ParameterizedTest
  @CsvSource({
    // from, to, period, hours of each in Europe/Berlin
    "2026-03-28, 2026-03-31, DAY,   24 23 24",
    "2026-10-24, 2026-10-27, DAY,   24 25 24",
    "2026-03-01, 2026-05-01, MONTH, 743 720",
    "2026-10-01, 2026-10-11, MONTH, 240",
  })
  void periodsAreAsLongAsTheyAreOnTheSpot(
      LocalDate from, LocalDate to, Period period, String hours) {
    List<ZonedDateTime> bounds = BalanceApi.bounds(from, to, period, ZoneId.of("Europe/Berlin"));

    assertThat(
            IntStream.range(1, bounds.size())
                .mapToObj(i ->
                    Long.toString(Duration.between(bounds.get(i - 1), bounds.get(i)).toHours()))
                .collect(Collectors.joining(" ")))
        .isEqualTo(hours);
  }

  @ParameterizedTest
  @CsvSource({"2026-03-29, 23", "2026-10-25, 25"})
  void aDayOfAClockChangeHasItsHours(LocalDate day, int hours) {
    assertThat(BalanceApi.bounds(day, day.plusDays(1), Period.HOUR, ZoneId.of("Europe/Berlin")))
        .hasSize(hours + 1);
  }

  @ParameterizedTest
  @CsvSource({
    // local days in Europe/Berlin, period; 1 kW all along at 0.30 EUR/kWh from 6 to 18 UTC, else
    // 0.10; hours of the first period, its cost in EUR
    "2026-03-28, 2026-03-29, DAY, 24, 4.80",
    "2026-03-29, 2026-03-30, DAY, 23, 4.70",
    "2026-10-25, 2026-10-26, DAY, 25, 4.90",
    "2026-10-25, 2026-10-26, HOUR, 1, 0.10",
    "2026-03-01, 2026-04-01, MONTH, 743, 148.70"
  })
  void energyIsPricedAsItWasWhenItWasUsed(
      LocalDate from, LocalDate to, String period, int hours, double costEur) {
    List<BalanceApi.Line> lines =
        new BalanceApi(district(), history(true))
            .balance("houses", from, to, period, null, 0)
            .lines();

    assertThat(lines.getFirst().importKwh()).isCloseTo(hours, within(1e-9));
    assertThat(lines.getFirst().goodShare()).isCloseTo(1, within(1e-9));
    assertThat(lines.getFirst().costEur()).isCloseTo(costEur, within(1e-9));
    if (period.equals("HOUR")) {
      assertThat(lines).hasSize(25);
      assertThat(lines.stream().mapToDouble(BalanceApi.Line::importKwh).sum())
          .isCloseTo(25, within(1e-9));
      assertThat(lines.get(3).from().toString())
          .as("the hour that comes again")
          .isEqualTo("2026-10-25T02:00+01:00[Europe/Berlin]");
    }
  }

  @Test
  void withoutAPriceThereIsNoCostUnlessOneIsGiven() {
    BalanceApi api = new BalanceApi(district(), history(false));
    LocalDate day = LocalDate.parse("2026-10-25");

    assertThat(
            api.balance("houses", day, day.plusDays(1), "day", null, 0)
                .lines()
                .getFirst()
                .costEur())
        .isNull();
    assertThat(
            api.balance("houses", day, day.plusDays(1), "day", 0.2, 0).lines().getFirst().costEur())
        .isCloseTo(5.0, within(1e-9));
  }

  private static District district() {
    Site plain = new FakeDistrict().site();
    Site zoned =
        new Site(
            plain.id(),
            plain.title(),
            ZoneId.of("Europe/Berlin"),
            plain.latitudeDeg(),
            plain.longitudeDeg(),
            plain.links(),
            plain.devices(),
            List.of(
                new Zone(
                    "houses",
                    "Houses",
                    Zone.Kind.FEEDER,
                    List.of("heatpump-07"),
                    List.of(),
                    Duration.ofSeconds(1))),
            plain.network(),
            plain.schedules(),
            plain.parameters(),
            plain.fourEyes(),
            plain.publish());
    return answering(District.class, (name, _) -> name.equals("site") ? zoned : null);
  }

  /** 1 kW, and a price by the hour of the day in UTC if it is known. */
  private static History history(boolean priced) {
    return answering(
        History.class,
        (name, args) -> {
          assertThat(name).isEqualTo("balances");
          List<?> bounds = (List<?>) args[1];
          List<Balance> balances = new ArrayList<>();
          for (int i = 0; i + 1 < bounds.size(); i++) {
            Instant start = (Instant) bounds.get(i);
            double lengthS = Duration.between(start, (Instant) bounds.get(i + 1)).toSeconds();
            if (!args[0].equals(PriceBook.POINT)) {
              balances.add(new Balance(0, 1000 * lengthS, lengthS));
            } else if (priced) {
              int hour = start.atZone(ZoneOffset.UTC).getHour();
              balances.add(new Balance(0, (hour >= 6 && hour < 18 ? 0.3 : 0.1) * lengthS, lengthS));
            } else {
              balances.add(new Balance(0, 0, 0));
            }
          }
          return balances;
        });
  }

  /** What somebody answers to a call of a method. */
  private interface Answer {
    @Nullable Object to(String method, Object[] args);
  }

  private static <T> T answering(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, args) -> answer.to(method.getName(), args)));
  }
}
