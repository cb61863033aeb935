"""Guards the rows of matters."""

from django.db import migrations

from throughcare.foundations.row_security import ByCase, ProtectTable


class Migration(migrations.Migration):
    dependencies = [("episode", "0004_matters"), ("foundations", "0005_what_the_viewer_may")]
    operations = [ProtectTable("episode_matter", ByCase("thread_id"))]
