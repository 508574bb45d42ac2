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

-- How much a counter grew between two good readings: it runs up, it wraps at its end, or it is set
-- back to 0 (a new meter, a restart) when it falls below half. A smaller step back is a
-- correction and is taken off.
create function counter_gain(
  before double precision, after double precision, wraps_at double precision)
  returns double precision
  language sql immutable parallel safe
  return case
    when before is null or after is null then 0
    when after >= before / 2 then after - before
    when wraps_at is not null and before > wraps_at / 2 and before <= wraps_at
      then wraps_at - before + after
    else after
  end;
