"""Guards the rows of what triage finds, advises and does."""

from django.db import migrations

from throughcare.foundations.row_security import ByCase, ProtectTable


class Migration(migrations.Migration):
    dependencies = [("access", "0002_guards"), ("foundations", "0001_ground"), ("triage", "0003_findings")]
    operations = [
        ProtectTable(table, ByCase("thread_id"), append_only=True)
        for table in (
            "triage_questionanswer",
            "triage_daysofuse",
            "triage_pathwayadvice",
            "triage_crisissupport",
            "triage_owntriage",
            "triage_owntriagereview",
        )
    ]
