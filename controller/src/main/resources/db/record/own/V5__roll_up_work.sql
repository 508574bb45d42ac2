-- Where the controller rolls up by itself.

-- Spans that have new readings. Only added to and taken away by id, so the recorder never waits
-- for the roll-up.
create table rollup_due (
  id bigint generated always as identity primary key,
  -- The size of the span, in minutes.
  tier_min integer not null,
  bucket timestamptz not null,
  -- Of these points only; null for all.
  points integer[]
);
create index rollup_due_by_bucket on rollup_due (tier_min, bucket);

-- Makes the spans of a tier from from_time on and before to_time again; both are starts of spans.
create function redo_roll_up(
  tier text, width interval, from_time timestamptz, to_time timestamptz, points integer[])
  returns void
  language plpgsql as $$
begin
  execute format(
      'delete from %I where bucket >= $1 and bucket < $2
        and ($3 is null or point_id = any($3))', tier)
    using from_time, to_time, points;
  execute format('insert into %I %s', tier, roll_up_select(
      tier,
      'date_bin($4, TIME, timestamptz ''epoch'')',
      'where TIME >= $1 and TIME < $2 and ($3 is null or f.point_id = any($3))'))
    using from_time, to_time, points, width;
end $$;
