-- TimescaleDB, either edition: a hypertable with a chunk a day.

insert into store (keeping) values ('HYPERTABLE');

create table reading (
  time timestamptz not null,
  value double precision not null,
  point_id integer not null,
  quality_id integer not null
);
select create_hypertable(
  'reading', 'time', chunk_time_interval => interval '1 day', create_default_indexes => false);
create index reading_by_point on reading (point_id, time);
