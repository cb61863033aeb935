"""What is not recorded yet is nobody's but the writer's: no extract and no loading reaches it."""

from django.db import migrations

from throughcare.foundations.row_security import role


def lay(apps, schema_editor):
    for who in ("extract", "loader"):
        schema_editor.execute(f"revoke all on drafts_draft from {role(who)}")
        schema_editor.execute(f"drop policy drafts_draft_{who} on drafts_draft")


class Migration(migrations.Migration):
    dependencies = [("drafts", "0002_guards")]
    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
