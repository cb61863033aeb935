"""Guards the rows of this room's tables."""

from django.db import migrations

from throughcare.foundations.row_security import ByCase, ProtectTable


class Migration(migrations.Migration):
    dependencies = [("access", "0002_guards"), ("foundations", "0001_ground"), ("assessment", "0001_tables")]
    operations = [
        ProtectTable("assessment_child", ByCase("thread_id")),
        ProtectTable("assessment_childevent", ByCase("thread_id"), append_only=True),
        ProtectTable("assessment_assessmentanswer", ByCase("thread_id"), append_only=True),
        ProtectTable("assessment_assessmentversion", ByCase("thread_id"), append_only=True),
        ProtectTable("assessment_contribution", ByCase("thread_id"), append_only=True),
        ProtectTable("assessment_medicalassessment", ByCase("thread_id"), append_only=True),
        ProtectTable("assessment_issuedsummary", ByCase("thread_id"), append_only=True),
    ]
