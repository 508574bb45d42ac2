-- Readings by minute, quarter and hour, in partitions; rolled up by the controller.

do $$
declare
  tier text;
begin
  foreach tier in array array['reading_1min', 'reading_15min', 'reading_1h'] loop
    execute format(
      'create table %I (bucket timestamptz, point_id integer, like span,
        primary key (point_id, bucket)) partition by range (bucket)', tier);
  end loop;
end $$;

insert into store (keeping) values ('PARTITIONS');
