-- What a span of readings comes to: the one definition that every kind of database uses, in
-- continuous aggregates as in the controller's own jobs. A span knows its own readings alone; what
-- holds across its ends is added when spans are put together, so late data change one span, not
-- its neighbours, and a mean stays weighted by time however spans are joined.
--
-- Names carry their schema, since TimescaleDB refreshes with an empty search path.

create type span as (
  readings integer,
  first_time timestamptz,
  last_time timestamptz,
  -- The last reading, good or not: it counts until the next span's first.
  last_value double precision,
  last_is_good boolean,
  -- Good time between first_time and last_time, and the values' integral over it.
  good_s double precision,
  value_s double precision,
  -- Of the good readings; null without any.
  min double precision,
  max double precision,
  first_good double precision,
  last_good double precision,
  -- What a counter grew by from first_good to last_good.
  gain double precision
);

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

-- A span and the next one of the same point. A value counts until the next reading, but no longer
-- than hold_s.
create function span_join(
  s "${flyway:defaultSchema}".span, n "${flyway:defaultSchema}".span,
  hold_s double precision, wraps_at double precision)
  returns "${flyway:defaultSchema}".span
  language plpgsql immutable parallel safe as $$
declare
  held_s double precision;
begin
  if s.readings is null then
    return n;
  end if;
  if s.last_is_good then
    held_s := least(hold_s, extract(epoch from n.first_time - s.last_time)::double precision);
    s.good_s := s.good_s + held_s;
    s.value_s := s.value_s + s.last_value * held_s;
  end if;
  s.readings := s.readings + n.readings;
  s.last_time := n.last_time;
  s.last_value := n.last_value;
  s.last_is_good := n.last_is_good;
  s.good_s := s.good_s + n.good_s;
  s.value_s := s.value_s + n.value_s;
  s.gain := s.gain + n.gain;
  if n.last_good is not null then
    if s.last_good is null then
      s.min := n.min;
      s.max := n.max;
      s.first_good := n.first_good;
    else
      s.min := least(s.min, n.min);
      s.max := greatest(s.max, n.max);
      s.gain := s.gain
        + "${flyway:defaultSchema}".counter_gain(s.last_good, n.first_good, wraps_at);
    end if;
    s.last_good := n.last_good;
  end if;
  return s;
end $$;

-- A span and the next reading: what span_join does with a span of one reading, in half its time.
create function span_add(
  s "${flyway:defaultSchema}".span, t timestamptz, v double precision, quality_id integer,
  hold_s double precision, wraps_at double precision)
  returns "${flyway:defaultSchema}".span
  language plpgsql immutable parallel safe as $$
declare
  held_s double precision;
begin
  if s.readings is null then
    s.readings := 1;
    s.first_time := t;
    s.good_s := 0;
    s.value_s := 0;
    s.gain := 0;
  else
    if s.last_is_good then
      held_s := least(hold_s, extract(epoch from t - s.last_time)::double precision);
      s.good_s := s.good_s + held_s;
      s.value_s := s.value_s + s.last_value * held_s;
    end if;
    s.readings := s.readings + 1;
  end if;
  s.last_time := t;
  s.last_value := v;
  s.last_is_good := quality_id = 1;
  if quality_id = 1 then
    if s.last_good is null then
      s.min := v;
      s.max := v;
      s.first_good := v;
    else
      s.gain := s.gain + "${flyway:defaultSchema}".counter_gain(s.last_good, v, wraps_at);
      if v < s.min then
        s.min := v;
      elsif v > s.max then
        s.max := v;
      end if;
    end if;
    s.last_good := v;
  end if;
  return s;
end $$;

create aggregate span_of_readings(
  timestamptz, double precision, integer, double precision, double precision) (
  sfunc = span_add, stype = span);
create aggregate span_of_spans(span, double precision, double precision) (
  sfunc = span_join, stype = span);

-- The question that makes a tier from what is finer. start is SQL for the start of the span that a
-- row falls into, with TIME for the row's time; which_rows is SQL that chooses rows.
create function roll_up_select(tier text, start text, which_rows text) returns text
  language sql immutable
  return case tier
    when 'reading_1min' then
      'select ' || replace(start, 'TIME', 'f.time') || ' as bucket, f.point_id,
        (span_of_readings(f.time, f.value, f.quality_id, p.hold_s, p.wraps_at
          order by f.time, f.quality_id desc, f.value)).*
      from reading f join point p on p.id = f.point_id '
        || replace(which_rows, 'TIME', 'f.time') || ' group by 1, 2'
    else
      'select ' || replace(start, 'TIME', 'f.bucket') || ' as bucket, f.point_id,
        (span_of_spans(row(f.readings, f.first_time, f.last_time, f.last_value, f.last_is_good,
          f.good_s, f.value_s, f.min, f.max, f.first_good, f.last_good, f.gain)::span,
          p.hold_s, p.wraps_at order by f.bucket)).*
      from ' || case tier when 'reading_15min' then 'reading_1min' else 'reading_15min' end
        || ' f join point p on p.id = f.point_id '
        || replace(which_rows, 'TIME', 'f.bucket') || ' group by 1, 2'
  end;
