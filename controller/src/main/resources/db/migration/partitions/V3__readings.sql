-- Plain PostgreSQL: range partitions, made ahead and dropped by the controller.

insert into store (keeping) values ('PARTITIONS');

create table reading (
  time timestamptz not null,
  value double precision not null,
  point_id integer not null,
  quality_id integer not null
) partition by range (time);
create index reading_by_point on reading (point_id, time);
