-- What a span of readings comes to, in three sizes. A span knows its own readings alone; what holds
-- across its ends is added when spans are put together, so late data change one span, not its
-- neighbours.

create table reading_1min (
  bucket timestamptz not null,
  point_id integer not null,
  readings integer not null,
  first_time timestamptz not null,
  last_time timestamptz not null,
  -- The last reading, good or not: it counts until the next span's first.
  last_value double precision not null,
  last_is_good boolean not null,
  -- Good time between first_time and last_time, and the values' integral over it.
  good_s double precision not null,
  value_s double precision not null,
  -- Of the good readings; null without any.
  min double precision,
  max double precision,
  first_good double precision,
  last_good double precision,
  -- What a counter grew by from first_good to last_good.
  gain double precision not null,
  primary key (point_id, bucket)
);
select create_hypertable(
  'reading_1min', 'bucket', chunk_time_interval => interval '7 days', create_default_indexes => false);

create table reading_15min (
  bucket timestamptz not null,
  point_id integer not null,
  readings integer not null,
  first_time timestamptz not null,
  last_time timestamptz not null,
  -- The last reading, good or not: it counts until the next span's first.
  last_value double precision not null,
  last_is_good boolean not null,
  -- Good time between first_time and last_time, and the values' integral over it.
  good_s double precision not null,
  value_s double precision not null,
  -- Of the good readings; null without any.
  min double precision,
  max double precision,
  first_good double precision,
  last_good double precision,
  -- What a counter grew by from first_good to last_good.
  gain double precision not null,
  primary key (point_id, bucket)
);
select create_hypertable(
  'reading_15min', 'bucket', chunk_time_interval => interval '30 days', create_default_indexes => false);

create table reading_1h (
  bucket timestamptz not null,
  point_id integer not null,
  readings integer not null,
  first_time timestamptz not null,
  last_time timestamptz not null,
  -- The last reading, good or not: it counts until the next span's first.
  last_value double precision not null,
  last_is_good boolean not null,
  -- Good time between first_time and last_time, and the values' integral over it.
  good_s double precision not null,
  value_s double precision not null,
  -- Of the good readings; null without any.
  min double precision,
  max double precision,
  first_good double precision,
  last_good double precision,
  -- What a counter grew by from first_good to last_good.
  gain double precision not null,
  primary key (point_id, bucket)
);
select create_hypertable(
  'reading_1h', 'bucket', chunk_time_interval => interval '1 year', create_default_indexes => false);
