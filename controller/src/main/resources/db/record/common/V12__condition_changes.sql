-- When conditions that rules state began and ended to hold. How long each has held is kept beside
-- control, which must not wait for a database; this is for those who ask later.
create table condition_change (
  id bigint generated always as identity primary key,
  time timestamptz not null,
  zone text not null,
  name text not null,
  subject text not null,
  holds boolean not null
);
create index condition_change_by_name on condition_change (zone, name, subject, time desc);
create index condition_change_by_time on condition_change (time);

create view reader.condition_change as
  select c.time, c.zone, c.name, c.subject, c.holds from condition_change c;
comment on view reader.condition_change is
  'When a condition that the rules of a zone state began or ended to hold.';
