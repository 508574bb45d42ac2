-- Plain PostgreSQL: range partitions, made ahead and dropped by the controller.

create table reading (
  time timestamptz not null,
  value double precision not null,
  point_id integer not null,
  quality_id integer not null
) partition by range (time);
create index reading_by_point on reading (point_id, time);
-- Readings come nearly in order of time, so a minute of all points is found by a few bytes a page.
create index reading_by_time on reading using brin (time)
  with (pages_per_range = 32, autosummarize = on);
