"""The only way to a new case: a function that numbers it and gives the agency that opens it access as its provider."""

from django.db import migrations

from throughcare.foundations.row_security import role

OPEN_CASE = """
create function open_case() returns bigint language plpgsql volatile security definer
set search_path = pg_catalog, public, pg_temp as $$
declare number bigint := nextval('public.case_numbers');
begin
  -- From the beginning of the case: a colleague whose transaction began a moment earlier must see it too, once it is
  -- committed, or two people at once would open two cases for one person.
  insert into access_caseaccess (agency_id, case_id, basis, valid)
    values (app_agency(), number, 'provider', tstzrange(null, null));
  return number;
end $$
"""


def lay(apps, schema_editor):
    schema_editor.execute("create sequence case_numbers")
    schema_editor.execute(
        f"create policy access_caseaccess_finder on access_caseaccess to {role('finder')} using (true) with check (true)"
    )
    schema_editor.execute(f"grant select, insert on access_caseaccess to {role('finder')}")
    schema_editor.execute(f"grant usage on all sequences in schema public to {role('finder')}")
    schema_editor.execute(OPEN_CASE, params=None)
    schema_editor.execute(f"alter function open_case() owner to {role('finder')}")
    schema_editor.execute(f"revoke all on function open_case() from public")
    schema_editor.execute(f"grant execute on function open_case() to {role('app')}")


class Migration(migrations.Migration):
    dependencies = [("access", "0002_guards")]
    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
