"""Guards the rows of risk and protection; restricted words besides, by what the database itself knows of the viewer."""

from django.db import migrations

from throughcare.foundations.row_security import ByCase, ByCaseIf, ProtectTable, role

KEPT = "note_kept_from_viewer"
#: A key worker of somebody whom a note must not reach learns nothing of it, whatever else they may read.
KEPT_FROM_VIEWER = """
create function note_kept_from_viewer(asked bigint) returns boolean language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
declare viewer bigint := app_user();
begin
  return exists (
    select from safeguarding_keptfrom kept join episode_episode stay on stay.person_id = kept.person_id
     where kept.note_id = asked and stay.keyworker_id = viewer
  );
end $$;
create function case_kept_from_viewer(asked bigint) returns boolean language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
declare viewer bigint := app_user();
begin
  return exists (
    select from safeguarding_keptfrom kept join episode_episode stay on stay.person_id = kept.person_id
     where kept.thread_id = asked and stay.keyworker_id = viewer
  );
end $$;
"""


def lay(apps, schema_editor):
    finder = role("finder")
    for table in ("safeguarding_keptfrom", "episode_episode"):
        schema_editor.execute(f"create policy {table}_finder on {table} for select to {finder} using (true)")
    schema_editor.execute(f"grant select (thread_id, note_id, person_id) on safeguarding_keptfrom to {finder}")
    schema_editor.execute(f"grant select (person_id, keyworker_id) on episode_episode to {finder}")
    schema_editor.execute(KEPT_FROM_VIEWER, params=None)
    for signature in ("note_kept_from_viewer(bigint)", "case_kept_from_viewer(bigint)"):
        schema_editor.execute(f"alter function {signature} owner to {finder}")
        schema_editor.execute(f"revoke all on function {signature} from public")
        schema_editor.execute(f"grant execute on function {signature} to {role('app')}")


def keep_in(apps, schema_editor):
    """Restricted words never leave for analysis and are never loaded in bulk."""
    for table in ("safeguarding_restrictednote", "safeguarding_restrictedwords", "safeguarding_keptfrom"):
        for who in ("extract", "loader"):
            schema_editor.execute(f"revoke all on {table} from {role(who)}")
            schema_editor.execute(f"drop policy {table}_{who} on {table}")


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_open_case"),
        ("episode", "0005_guards"),
        ("foundations", "0005_what_the_viewer_may"),
        ("safeguarding", "0001_protection_tables"),
    ]
    operations = [
        ProtectTable("safeguarding_riskassessment", ByCase("thread_id"), append_only=True),
        ProtectTable("safeguarding_riskfinding", ByCase("thread_id"), append_only=True),
        ProtectTable("safeguarding_protectiveaction", ByCase("thread_id")),
        ProtectTable("safeguarding_protectiveactionevent", ByCase("thread_id"), append_only=True),
        ProtectTable("safeguarding_protectionstatus", ByCase("thread_id"), append_only=True),
        ProtectTable("safeguarding_abusegrading", ByCase("thread_id"), append_only=True),
        ProtectTable("safeguarding_marachearing", ByCase("thread_id"), append_only=True),
        ProtectTable("safeguarding_concern", ByCase("thread_id"), append_only=True),
        migrations.RunPython(lay, migrations.RunPython.noop),
        ProtectTable("safeguarding_restrictednote", ByCase("thread_id", unless=(KEPT, "id")), append_only=True),
        ProtectTable(
            "safeguarding_restrictedwords",
            ByCaseIf("thread_id", "read_restricted", "written_by_id", unless=(KEPT, "note_id")),
            append_only=True,
        ),
        ProtectTable(
            "safeguarding_keptfrom",
            ByCaseIf("thread_id", "read_restricted", "written_by_id", unless=(KEPT, "note_id")),
            append_only=True,
        ),
        migrations.RunPython(keep_in, migrations.RunPython.noop),
    ]
