package org.wattward.controller.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.record.RecordStore.PointDescription;
import org.wattward.devices.point.PointId;
import org.wattward.devices.quantity.Unit;

/** What stays, what goes, and who may read it. */
abstract class KeepingContract {
  private final ContractStore on;

  /** Against a store that others try, too. */
  KeepingContract(ContractStore on) {
    this.on = on;
  }

  @Test
  void theAuditOnlyGrowsAndShowsTampering() throws Exception {
    for (int i = 0; i < 5; i++) {
      on.store()
          .recorder()
          .audit(
              new AuditEntry(ContractStore.NOW, "admin", "override", "pv-01", "To " + i + " %."));
    }
    on.drain();
    assertThat(on.store().firstBrokenAudit()).isEmpty();
    assertThatThrownBy(() -> on.execute("update audit set actor = 'nobody'"))
        .hasMessageContaining("only grows");
    assertThatThrownBy(() -> on.execute("delete from audit")).hasMessageContaining("only grows");

    assertThatThrownBy(() -> on.execute("update audit_head set seq = seq - 1"))
        .hasMessageContaining("only moves on");
    on.execute(
        "alter table audit disable trigger all",
        "create table cut_off as select * from audit where seq >= 4",
        "delete from audit where seq >= 4");
    assertThat(on.store().firstBrokenAudit())
        .as("the first of the end that is missing")
        .contains(4L);
    on.execute(
        "insert into audit select * from cut_off",
        "drop table cut_off",
        "alter table audit enable trigger all");
    assertThat(on.store().firstBrokenAudit()).isEmpty();

    on.execute(
        "alter table audit disable trigger audit_stays",
        "update audit set detail = 'To 3 per cent.' where seq = 3",
        "alter table audit enable trigger audit_stays");
    assertThat(on.store().firstBrokenAudit()).contains(3L);

    on.execute(
        "alter table audit disable trigger audit_stays",
        "update audit set detail = 'To 2 %.' where seq = 3",
        "delete from audit where seq = 4",
        "alter table audit enable trigger audit_stays");
    assertThat(on.store().firstBrokenAudit()).as("the one after the missing one").contains(5L);
  }

  @Test
  void whatIsPastItsRetentionGoes() throws Exception {
    PointId point = on.newPoint();
    Instant old = ContractStore.NOW.minus(Duration.ofDays(39 * 366));
    Decision oldDecision = Examples.decision(point, old);
    Decision newDecision = Examples.decision(point, ContractStore.NOW.minusSeconds(7));
    on.store().recorder().decision(oldDecision);
    on.store().recorder().decision(newDecision);
    on.store().recorder().alarm(Examples.alarm("old/" + point.device(), old));
    on.record(
        List.of(
            ContractStore.good(point, old, 1), ContractStore.good(point, ContractStore.NOW, 2)));
    assertThat(on.rows(point)).isEqualTo(2);
    assertThat(on.store().history().decision(oldDecision.id())).isPresent();
    assertThat(on.store().history().alarms(old, old.plusSeconds(1), 10)).hasSize(1);
    long audited = on.count("select count(*) from audit");

    keepReadings(Duration.ofDays(38 * 366));
    keepReadings(ContractStore.LONG);

    assertThat(on.rows(point)).isEqualTo(1);
    assertThat(on.store().history().decision(oldDecision.id())).isEmpty();
    assertThat(on.store().history().decision(newDecision.id())).contains(newDecision);
    assertThat(on.store().history().alarms(old, old.plusSeconds(1), 10)).isEmpty();
    assertThat(on.count("select count(*) from audit")).as("the audit stays").isEqualTo(audited);
  }

  @Test
  void everyQueryOfEveryDashboardRunsAsTheReader() throws Exception {
    PointId point = on.newPoint("power");
    Instant from = Instant.parse("2026-07-07T10:00:00Z");
    on.store()
        .describe(
            List.of(
                new PointDescription(
                    point, Unit.W, "Power", ContractStore.HOLD, OptionalDouble.empty())));
    on.record(
        List.of(
            ContractStore.good(point, from, 5),
            ContractStore.good(point, from.plusSeconds(90), 7)));
    on.store().rollUpNow();

    Map<String, String> queries =
        Dashboards.queries(from.toString(), from.plusSeconds(3600).toString(), point.device());
    assertThat(queries).hasSizeGreaterThanOrEqualTo(17);
    for (Map.Entry<String, String> query : queries.entrySet()) {
      assertThatCode(() -> on.execute("set role wattward_reader", query.getValue()))
          .as("%s: %s", query.getKey(), query.getValue())
          .doesNotThrowAnyException();
    }
    assertThat(
            on.count(
                "select count(*) from (%s) shown"
                    .formatted(queries.get("district.json Power by device"))))
        .as("the two minutes of the point are shown")
        .isEqualTo(2);
  }

  @Test
  void theReaderReadsViewsAndNothingElse() {
    for (String forbidden :
        List.of(
            "select * from reading",
            "select * from audit",
            "delete from reader.alarm",
            "update reader.point set title = ''")) {
      assertThatThrownBy(() -> on.execute("set role wattward_reader", forbidden))
          .as(forbidden)
          .hasMessageContaining("permission denied");
    }
  }

  private void keepReadings(Duration raw) throws SQLException {
    new HouseKeeping(
            on.time(),
            on.store().dataSource(),
            on.store().capabilities().orElseThrow(),
            new Retention(raw, ContractStore.LONG, ContractStore.LONG, ContractStore.LONG, raw))
        .run();
  }
}
