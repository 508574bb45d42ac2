-- Readings by minute, quarter and hour, as continuous aggregates of TimescaleDB's community
-- edition, each made from the one before. Their policies are set at every start, since they follow
-- the retention.

do $$
declare
  tiers text[] := array['reading_1min', 'reading_15min', 'reading_1h'];
  widths interval[] := array['1 minute', '15 minutes', '1 hour']::interval[];
begin
  for i in 1..3 loop
    execute format(
      'create materialized view %I with (timescaledb.continuous, timescaledb.materialized_only)
        as %s with no data',
      tiers[i],
      roll_up_select(tiers[i], format('time_bucket(interval %L, TIME)', widths[i]), ''));
  end loop;
end $$;

insert into store (keeping) values ('AGGREGATES');
