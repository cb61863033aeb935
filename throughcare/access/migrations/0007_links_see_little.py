"""Guards one-time links, answers what a token opens, and narrows every older table for those who hold a link."""

from django.db import migrations

from throughcare.foundations.row_security import (
    NO_LINK,
    ByAgency,
    ByCase,
    ByLink,
    ProtectTable,
    narrowing_statements,
    role,
)

#: What the policy of an older table leans on says by which rule it is guarded; these three are a link's own exceptions.
OF_A_LINK = {
    "access_caseaccess": ByAgency("agency_id", link_reads=("case_id", "app_link_case")),
    "people_registration": ByAgency("agency_id", link_reads=("person_id", "app_link_person")),
    "foundations_accesslogentry": ByAgency("agency_id", link_adds=True),
    "access_onetimelink": ByLink("case_id"),
    "access_onetimelinkevent": ByLink("case_id"),
}

FIND_LINK = """
create function find_link(digest text)
returns table (link_id bigint, agency_id bigint, case_id bigint, person_id bigint, task varchar, state text)
language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select l.id, l.agency_id, l.case_id, l.person_id, l.task,
         case when l.used_at is not null then 'used'
              when l.revoked_at is not null then 'revoked'
              when l.expires_at <= now() then 'expired'
              else 'open' end
    from access_onetimelink l where l.token_hash = digest
$$
"""
#: All that may change after a link was issued: nobody prolongs one, or points it at another case.
CHANGES = "opened_at, used_at, revoked_at, revoked_by_id, answers, saved_at"
#: The answers are no part of what the function may read.
READ_BY_FINDER = "id, agency_id, case_id, person_id, task, token_hash, expires_at, used_at, revoked_at"


def guard(apps, schema_editor):
    app, finder = role("app"), role("finder")
    schema_editor.execute(f"revoke update, delete on access_onetimelink from {app}")
    schema_editor.execute(f"grant update ({CHANGES}) on access_onetimelink to {app}")
    # What is not sent yet is nobody's but theirs who hold the link: no extract and no loading reaches it.
    for who in ("extract", "loader"):
        schema_editor.execute(f"revoke all on access_onetimelink from {role(who)}")
        schema_editor.execute(f"drop policy access_onetimelink_{who} on access_onetimelink")
    schema_editor.execute(f"create policy access_onetimelink_finder on access_onetimelink for select to {finder} using (true)")
    schema_editor.execute(f"grant select ({READ_BY_FINDER}) on access_onetimelink to {finder}")
    schema_editor.execute(FIND_LINK, params=None)
    schema_editor.execute(f"alter function find_link(text) owner to {finder}")
    schema_editor.execute("revoke all on function find_link(text) from public")
    schema_editor.execute(f"grant execute on function find_link(text) to {app}")


def narrow(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "select tablename, policyname = tablename || '_finder', qual from pg_policies"
            " where schemaname = 'public' and policyname in (tablename || '_app', tablename || '_finder') order by 1"
        )
        policies = cursor.fetchall()
    for table, is_of_finder, leans_on in policies:
        if is_of_finder and table != "access_onetimelink":
            name = f"{table}_link_finder"
            schema_editor.execute(
                f"create policy {name} on {table} as restrictive to {role('finder')} using ({NO_LINK}) with check ({NO_LINK})"
            )
        elif not is_of_finder:
            by_case = "access_caseaccess" in leans_on or "people_registration" in leans_on
            rule = OF_A_LINK.get(table) or (ByCase() if by_case else ByAgency())
            for statement in narrowing_statements(table, rule):
                schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0006_one_time_links"),
        ("drafts", "0003_for_the_writer_alone"),
        ("foundations", "0006_who_holds_a_link"),
        ("people", "0004_found_before_registered"),
    ]
    operations = [
        ProtectTable("access_onetimelink", ByLink("case_id")),
        ProtectTable("access_onetimelinkevent", ByLink("case_id"), append_only=True),
        migrations.RunPython(guard, migrations.RunPython.noop),
        migrations.RunPython(narrow, migrations.RunPython.noop),
    ]
