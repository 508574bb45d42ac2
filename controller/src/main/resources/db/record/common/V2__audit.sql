-- Who did what. Rows are only added; each carries the hash of the one before it, so that a row
-- that was changed or taken out afterwards shows.

create table audit (
  seq bigint primary key,
  time timestamptz not null,
  actor text not null,
  action text not null,
  subject text not null,
  detail text not null,
  previous bytea not null,
  hash bytea not null
);
create index audit_by_time on audit (time desc);

create function audit_hash(entry audit) returns bytea
  language sql immutable
  return sha256(entry.previous || convert_to(jsonb_build_array(
    entry.seq, (extract(epoch from entry.time) * 1000000)::bigint,
    entry.actor, entry.action, entry.subject, entry.detail)::text, 'UTF8'));

create function audit_chain() returns trigger language plpgsql as $$
declare
  latest audit;
begin
  -- One chain, so one writer at a time.
  perform pg_advisory_xact_lock(hashtext('wattward.audit'));
  select * into latest from audit order by seq desc limit 1;
  new.seq := coalesce(latest.seq, 0) + 1;
  new.previous := coalesce(latest.hash, '\x'::bytea);
  new.hash := audit_hash(new);
  return new;
end $$;
create trigger audit_chain before insert on audit
  for each row execute function audit_chain();

create function audit_stays() returns trigger language plpgsql as $$
begin
  raise exception 'The audit only grows; % is refused.', tg_op;
end $$;
create trigger audit_stays before update or delete or truncate on audit
  for each statement execute function audit_stays();
