"""The ground that every table stands on: extensions, who is looking, and the refusal of changes to what is append-only."""

from django.db import migrations

from throughcare.foundations.row_security import role

WHO_IS_LOOKING = """
create function app_agency() returns bigint language plpgsql stable parallel safe as $$
declare said text := current_setting('app.agency_id', true);
begin
  -- Without a viewer a query must fail: an empty answer would read as "nobody here needs you".
  if said is null or said = '' then
    raise exception 'nobody is looking: this transaction has no viewer' using errcode = 'insufficient_privilege';
  end if;
  return said::bigint;
end $$;
create function app_user() returns bigint language plpgsql stable parallel safe as $$
declare said text := current_setting('app.user_id', true);
begin
  if said is null or said = '' then
    raise exception 'nobody is looking: this transaction has no viewer' using errcode = 'insufficient_privilege';
  end if;
  return said::bigint;
end $$;
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: a correction is a new row', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create function norm(t text) returns text language sql immutable strict parallel safe
  return lower(public.unaccent('public.unaccent'::regdictionary, t));
"""


def lay_ground(apps, schema_editor):
    for extension in ("unaccent", "pg_trgm", "btree_gist"):
        schema_editor.execute(f"create extension if not exists {extension} schema public")
    schema_editor.execute(WHO_IS_LOOKING, params=None)
    schema_editor.execute(f"grant usage on schema public to {role('app')}, {role('extract')}, {role('loader')}, {role('finder')}")
    schema_editor.execute(
        f"alter default privileges in schema public grant select, insert, update, delete on tables to {role('app')}"
    )
    schema_editor.execute(f"alter default privileges in schema public grant select on tables to {role('extract')}")
    schema_editor.execute(
        f"alter default privileges in schema public grant select, insert, update on tables to {role('loader')}"
    )
    schema_editor.execute(
        f"alter default privileges in schema public grant usage, select on sequences to {role('app')}, {role('loader')}"
    )


class Migration(migrations.Migration):
    initial = True
    # Default privileges reach only what is made after them, so this comes before every other table.
    run_before = [
        ("contenttypes", "0001_initial"),
        ("sessions", "0001_initial"),
        ("pghistory", "0001_initial"),
    ]
    operations = [migrations.RunPython(lay_ground, migrations.RunPython.noop)]
