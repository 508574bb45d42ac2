-- TimescaleDB, either edition: a hypertable. Its chunks' interval follows the rate later on.

create table reading (
  time timestamptz not null,
  value double precision not null,
  point_id integer not null,
  quality_id integer not null
);
select create_hypertable(
  'reading', 'time', chunk_time_interval => interval '1 day', create_default_indexes => false);
create index reading_by_point on reading (point_id, time);
-- Readings come nearly in order of time, so a minute of all points is found by a few bytes a page.
create index reading_by_time on reading using brin (time)
  with (pages_per_range = 32, autosummarize = on);
