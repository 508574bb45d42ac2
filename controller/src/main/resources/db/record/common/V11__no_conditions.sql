-- How long conditions have held is kept with control's memory, which must not wait for a database.
drop table condition;
