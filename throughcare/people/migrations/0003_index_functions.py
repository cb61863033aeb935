"""Registration, and the exact look across agencies: both in the database, so that each look leaves its line."""

from django.db import migrations

from throughcare.foundations.row_security import role

OPEN_REGISTRATION = """
create function open_registration(known bigint, day date) returns bigint language plpgsql volatile security definer
set search_path = pg_catalog, public, pg_temp as $$
declare number bigint := coalesce(known, nextval('public.person_numbers'));
begin
  if known is not null and not exists (select from people_person where id = known) then
    raise exception 'no such person' using errcode = 'no_data_found';
  end if;
  insert into people_registration (person_id, agency_id, registered_on) values (number, app_agency(), day)
    on conflict (person_id, agency_id) do nothing;
  if known is not null then
    insert into foundations_accesslogentry (at, user_id, agency_id, looked, about, record_id, why)
      values (now(), app_user(), app_agency(), 'found', 'person', known, 'registered here too');
  end if;
  return number;
end $$
"""

FIND_PEOPLE = """
create function find_people(given text, family text, birth date, nhs text)
returns table (person_id bigint, service_user_id varchar, given_name varchar, family_name varchar, born date, with_us boolean)
language plpgsql volatile security definer
set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into foundations_accesslogentry (at, user_id, agency_id, looked, about, record_id, why)
    values (now(), app_user(), app_agency(), 'found', 'index', null, 'exact look before a registration');
  return query
    select p.id, p.service_user_id, p.given_name, p.family_name, p.born,
           exists (select from people_registration r where r.person_id = p.id and r.agency_id = app_agency())
      from people_person p
     where (nhs is not null and p.nhs_number = nhs)
        or (p.born = birth and norm(p.family_name) = norm(family) and norm(p.given_name) = norm(given))
     order by p.id limit 20;
end $$
"""


def lay(apps, schema_editor):
    finder, app = role("finder"), role("app")
    schema_editor.execute("create sequence person_numbers")
    for table in ("people_person", "people_registration", "foundations_accesslogentry"):
        schema_editor.execute(f"create policy {table}_finder on {table} to {finder} using (true) with check (true)")
    schema_editor.execute(f"grant select on people_person to {finder}")
    schema_editor.execute(f"grant select, insert on people_registration, foundations_accesslogentry to {finder}")
    schema_editor.execute(f"grant usage on all sequences in schema public to {finder}")
    for create, signature in (
        (OPEN_REGISTRATION, "open_registration(bigint, date)"),
        (FIND_PEOPLE, "find_people(text, text, date, text)"),
    ):
        schema_editor.execute(create, params=None)
        schema_editor.execute(f"alter function {signature} owner to {finder}")
        schema_editor.execute(f"revoke all on function {signature} from public")
        schema_editor.execute(f"grant execute on function {signature} to {app}")


class Migration(migrations.Migration):
    dependencies = [("people", "0002_guards"), ("access", "0003_open_case"), ("foundations", "0003_guards")]
    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
