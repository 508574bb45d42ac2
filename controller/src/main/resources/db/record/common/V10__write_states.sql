-- How far a write came, told further: on the wire, taken but not to be read back, followed by what
-- is measured.

alter type write_state add value 'SENT' after 'REQUESTED';
alter type write_state add value 'ACCEPTED' after 'SENT';
alter type write_state add value 'EFFECTIVE' after 'VERIFIED';
