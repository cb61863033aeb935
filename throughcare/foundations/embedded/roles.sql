-- The five roles. Run as a role that may create roles; safe to run again.
-- On a server of your own, give the four that sign in a password afterwards (docs/how-to/your-own-postgresql.md).
do $$
declare
    wanted text;
begin
    foreach wanted in array array['owner', 'app', 'extract', 'loader'] loop
        if not exists (select from pg_catalog.pg_roles where rolname = wanted) then
            execute format('create role %I login', wanted);
        end if;
    end loop;
    if not exists (select from pg_catalog.pg_roles where rolname = 'finder') then
        create role finder nologin;
    end if;
end
$$;

-- Nobody who serves a page may step over row-level security.
alter role owner nocreatedb nocreaterole;
alter role app nocreatedb nocreaterole;
alter role extract nocreatedb nocreaterole;
alter role loader nocreatedb nocreaterole;
alter role finder nologin nocreatedb nocreaterole;

-- Only a member may give a function to finder, and the owner's migrations do.
grant finder to owner;
