"""Guards the rows of hub requests, children, and boards; reviews of deaths by who is on their panel."""

from django.db import migrations

from throughcare.foundations.row_security import NO_LINK, ByAgency, ByCase, ProtectTable, role

PANEL_ONLY = ByCase("thread_id", only=("death_panel_admits", "thread_id"))
OF_THE_PANEL = (
    "safeguarding_panelmember",
    "safeguarding_deathreview",
    "safeguarding_reviewnote",
    "safeguarding_reviewaction",
    "safeguarding_reviewactionevent",
)
#: While nobody is on its panel a review is being opened; whoever opens it becomes the first member in the same step.
ADMITS = """
create function death_panel_admits(asked bigint) returns boolean language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
declare viewer bigint := app_user();
begin
  return exists (select from safeguarding_panelmember named where named.thread_id = asked and named.user_id = viewer)
      or not exists (select from safeguarding_panelmember named where named.thread_id = asked);
end $$;
"""


def lay(apps, schema_editor):
    finder = role("finder")
    schema_editor.execute(
        f"create policy safeguarding_panelmember_finder on safeguarding_panelmember for select to {finder} using (true)"
    )
    # Whoever holds a one-time link lends nobody's sight here.
    schema_editor.execute(
        f"create policy safeguarding_panelmember_link_finder on safeguarding_panelmember as restrictive to {finder}"
        f" using ({NO_LINK}) with check ({NO_LINK})"
    )
    schema_editor.execute(f"grant select (thread_id, user_id) on safeguarding_panelmember to {finder}")
    schema_editor.execute(ADMITS, params=None)
    schema_editor.execute(f"alter function death_panel_admits(bigint) owner to {finder}")
    schema_editor.execute("revoke all on function death_panel_admits(bigint) from public")
    schema_editor.execute(f"grant execute on function death_panel_admits(bigint) to {role('app')}")


def keep_in(apps, schema_editor):
    """Reviews never leave for analysis and are never loaded in bulk."""
    for table in OF_THE_PANEL:
        for who in ("extract", "loader"):
            schema_editor.execute(f"revoke all on {table} from {role(who)}")
            schema_editor.execute(f"drop policy {table}_{who} on {table}")


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0007_links_see_little"),
        ("episode", "0005_guards"),
        ("foundations", "0005_what_the_viewer_may"),
        ("safeguarding", "0003_hub_tables"),
    ]
    operations = [
        ProtectTable("safeguarding_informationrequest", ByCase("thread_id"), append_only=True),
        ProtectTable("safeguarding_recordasked", ByCase("thread_id")),
        ProtectTable("safeguarding_recordaskedevent", ByCase("thread_id"), append_only=True),
        ProtectTable("safeguarding_informationshared", ByCase("thread_id"), append_only=True),
        ProtectTable("safeguarding_hubrecord", ByCase("thread_id"), append_only=True),
        ProtectTable("safeguarding_summaryforservices", ByCase("thread_id"), append_only=True),
        ProtectTable("safeguarding_childcare", ByCase("thread_id"), append_only=True),
        ProtectTable("safeguarding_homereview", ByCase("thread_id"), append_only=True),
        ProtectTable("safeguarding_centreoffer", ByCase("thread_id"), append_only=True),
        ProtectTable("safeguarding_safeguardingaudit", ByAgency("agency_id"), append_only=True),
        ProtectTable("safeguarding_auditaction", ByAgency("agency_id")),
        ProtectTable("safeguarding_auditactionevent", ByAgency("agency_id"), append_only=True),
        ProtectTable("safeguarding_policysubmission", ByAgency("agency_id")),
        ProtectTable("safeguarding_policysubmissionevent", ByAgency("agency_id"), append_only=True),
        migrations.RunPython(lay, migrations.RunPython.noop),
        ProtectTable("safeguarding_panelmember", PANEL_ONLY, append_only=True),
        ProtectTable("safeguarding_deathreview", PANEL_ONLY, append_only=True),
        ProtectTable("safeguarding_reviewnote", PANEL_ONLY, append_only=True),
        ProtectTable("safeguarding_reviewaction", PANEL_ONLY),
        ProtectTable("safeguarding_reviewactionevent", PANEL_ONLY, append_only=True),
        migrations.RunPython(keep_in, migrations.RunPython.noop),
    ]
