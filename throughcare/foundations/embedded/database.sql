-- What the roles may do with the database this runs in. Run as its owner or above; safe to run again.
-- A database copied from a template does not inherit these, so each copy runs them too.
do $$
begin
    execute format('revoke all on database %I from public', current_database());
    execute format('grant connect on database %I to app, extract, loader', current_database());
    execute format('grant temporary on database %I to loader', current_database());
end
$$;

revoke create on schema public from public;
grant usage on schema public to app, extract, loader;
-- A function can only be given to a role that may create in its schema; finder itself cannot sign in.
grant usage, create on schema public to finder;
