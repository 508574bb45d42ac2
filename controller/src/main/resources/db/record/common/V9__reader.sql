-- What reporting tools (Grafana, a spreadsheet, a notebook) may rely on. The tables behind change
-- without notice; these views keep their names and meaning. Times are UTC.

create schema reader;
comment on schema reader is 'Read-only views of the record, for reporting tools.';

create view reader.point as
  select p.id as point_id, p.device || '/' || p.name as point, p.device, p.name, p.unit, p.title
  from point p;
comment on view reader.point is 'Every point that was recorded or described, with its unit.';

create view reader.reading as
  select r.time, r.point_id, p.device || '/' || p.name as point, p.device, p.name, p.unit, r.value,
    q.kind::text as quality, q.reason
  from reading r join point p on p.id = r.point_id join quality q on q.id = r.quality_id;
comment on view reader.reading is
  'Readings as they came; value counts only where quality is GOOD. Ask for hours, not for months.';

create view reader.minute as
  select s.bucket as time, s.point_id, p.device || '/' || p.name as point, p.device, p.name, p.unit,
    s.readings, s.min, s.max, s.value_s / nullif(s.good_s, 0) as mean, s.last_good as last,
    least(1, s.good_s / 60) as good_share, s.gain
  from reading_1min s join point p on p.id = s.point_id;
create view reader.quarter as
  select s.bucket as time, s.point_id, p.device || '/' || p.name as point, p.device, p.name, p.unit,
    s.readings, s.min, s.max, s.value_s / nullif(s.good_s, 0) as mean, s.last_good as last,
    least(1, s.good_s / 900) as good_share, s.gain
  from reading_15min s join point p on p.id = s.point_id;
create view reader.hour as
  select s.bucket as time, s.point_id, p.device || '/' || p.name as point, p.device, p.name, p.unit,
    s.readings, s.min, s.max, s.value_s / nullif(s.good_s, 0) as mean, s.last_good as last,
    least(1, s.good_s / 3600) as good_share, s.gain
  from reading_1h s join point p on p.id = s.point_id;
comment on view reader.minute is
  'Minutes: least, greatest, time-weighted mean and last good value, share of good time between the
first and the last reading, and what a counter grew by within.';
comment on view reader.quarter is 'The same for 15 minutes.';
comment on view reader.hour is 'The same for an hour.';

create view reader.decision as
  select d.id, d.time, d.zone, d.point_id, p.device || '/' || p.name as point, p.device, p.name,
    p.unit, d.setpoint, d.write_state::text as write_state, d.write_time
  from decision d join point p on p.id = d.point_id;
comment on view reader.decision is 'Setpoints that were decided, and what became of their write.';

create view reader.alarm as
  select a.raised as time, a.cleared, a.key, a.subject, a.priority::text as priority, a.cause,
    a.consequence, a.response, a.acknowledged_by
  from alarm a;
comment on view reader.alarm is 'Alarms; cleared is null while one stands.';

create view reader.gap as
  select g.from_time as time, g.to_time, g.readings, g.reason from gap g;
comment on view reader.gap is 'Readings that were given up for want of room.';

create view reader.audit as
  select a.seq, a.time, a.actor, a.action, a.subject, a.detail from audit a;
comment on view reader.audit is 'Who did what.';
