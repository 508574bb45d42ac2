-- Where the audit ends, kept beside it: when its last entries are cut off, that is seen.
create table audit_head (
  one boolean primary key default true check (one),
  seq bigint not null,
  hash bytea not null
);
insert into audit_head (seq, hash)
select coalesce(max(seq), 0),
  coalesce((select hash from audit order by seq desc limit 1), '\x'::bytea)
from audit;

-- The chain goes on from its noted end, so that a cut stays visible whatever is added afterwards.
create or replace function audit_chain() returns trigger language plpgsql as $$
declare
  head audit_head;
begin
  -- One chain, so one writer at a time: the row is locked until the transaction ends.
  select * into strict head from audit_head for update;
  new.seq := head.seq + 1;
  new.previous := head.hash;
  new.hash := audit_hash(new);
  update audit_head set seq = new.seq, hash = new.hash;
  return new;
end $$;

create function audit_head_grows() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.seq > old.seq then
    return new;
  end if;
  raise exception 'The end of the audit only moves on; % is refused.', tg_op;
end $$;
create trigger audit_head_grows before update or delete on audit_head
  for each row execute function audit_head_grows();

-- One controller of a site writes: the one whose token is the latest.
create table control_fence (
  site text primary key,
  token bigint not null,
  holder text not null,
  title text not null,
  since timestamptz not null,
  seen timestamptz not null
);
