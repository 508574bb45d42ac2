-- Readings by minute, quarter and hour, in hypertables; rolled up by the controller, since
-- TimescaleDB's Apache edition has no continuous aggregates.

do $$
declare
  tier text;
begin
  foreach tier in array array['reading_1min', 'reading_15min', 'reading_1h'] loop
    execute format(
      'create table %I (bucket timestamptz, point_id integer, like span,
        primary key (point_id, bucket))', tier);
  end loop;
end $$;
select create_hypertable('reading_1min', 'bucket', chunk_time_interval => interval '7 days');
select create_hypertable('reading_15min', 'bucket', chunk_time_interval => interval '30 days');
select create_hypertable('reading_1h', 'bucket', chunk_time_interval => interval '365 days');

insert into store (keeping) values ('HYPERTABLE');
