-- Rule packages: each content once, what became of it, and what packages on trial decided.

drop table rule_package;

create table rule_content (
  sha256 bytea not null,
  name text not null,
  version text not null,
  stored timestamptz not null,
  -- Path within the package to content in Base64.
  files jsonb not null,
  primary key (sha256, name)
);

create table rule_change (
  id bigint generated always as identity primary key,
  time timestamptz not null,
  name text not null,
  sha256 bytea not null,
  stage text not null check (stage in ('draft', 'tested', 'shadow', 'active', 'retired')),
  actor text not null,
  reason text not null,
  foreign key (sha256, name) references rule_content (sha256, name)
);
create index rule_change_by_name on rule_change (name, time desc);

create table rule_trial (
  time timestamptz not null,
  zone text not null,
  name text not null,
  sha256 bytea not null,
  detail jsonb not null
);
create index rule_trial_by_name on rule_trial (name, time desc);
