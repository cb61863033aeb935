"""Somebody known elsewhere is registered only by who found them, and everybody shown by a look has a line of their own.

A registration opens the whole person. A number is quickly guessed, so the function asks for what the look left in the
access log; and a person who asks who looked at their record is told of looks across agencies too.
"""

from django.db import migrations

OPEN_REGISTRATION = """
create or replace function open_registration(known bigint, day date) returns bigint
language plpgsql volatile security definer
set search_path = pg_catalog, public, pg_temp as $$
declare number bigint := coalesce(known, nextval('public.person_numbers'));
begin
  if known is not null then
    if not exists (select from people_registration where person_id = known and agency_id = app_agency())
       and not exists (select from foundations_accesslogentry
                        where about = 'person' and record_id = known and looked = 'found' and user_id = app_user()) then
      raise exception 'no such person was found' using errcode = 'no_data_found';
    end if;
    insert into foundations_accesslogentry (at, user_id, agency_id, looked, about, record_id, why)
      values (now(), app_user(), app_agency(), 'found', 'person', known, 'registered here too');
  end if;
  insert into people_registration (person_id, agency_id, registered_on) values (number, app_agency(), day)
    on conflict (person_id, agency_id) do nothing;
  return number;
end $$
"""

FIND_PEOPLE = """
create or replace function find_people(given text, family text, birth date, nhs text)
returns table (person_id bigint, service_user_id varchar, given_name varchar, family_name varchar, born date, with_us boolean)
language plpgsql volatile security definer
set search_path = pg_catalog, public, pg_temp as $$
declare seen bigint[] := array(
  select p.id from people_person p
   where (nhs is not null and p.nhs_number = nhs)
      or (p.born = birth and norm(p.family_name) = norm(family) and norm(p.given_name) = norm(given))
   order by p.id limit 20);
begin
  insert into foundations_accesslogentry (at, user_id, agency_id, looked, about, record_id, why)
    values (now(), app_user(), app_agency(), 'found', 'index', null, 'exact look before a registration');
  insert into foundations_accesslogentry (at, user_id, agency_id, looked, about, record_id, why)
    select now(), app_user(), app_agency(), 'found', 'person', one, 'shown by an exact look' from unnest(seen) one;
  return query
    select p.id, p.service_user_id, p.given_name, p.family_name, p.born,
           exists (select from people_registration r where r.person_id = p.id and r.agency_id = app_agency())
      from people_person p where p.id = any(seen) order by p.id;
end $$
"""


def lay(apps, schema_editor):
    for create in (OPEN_REGISTRATION, FIND_PEOPLE):
        schema_editor.execute(create, params=None)


class Migration(migrations.Migration):
    dependencies = [("people", "0003_index_functions")]
    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
