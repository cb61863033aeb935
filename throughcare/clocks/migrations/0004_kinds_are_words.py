"""The kinds of milestone are words of the specification room; the table does not list them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clocks", "0003_matters")]
    operations = [migrations.AlterField("milestone", "kind", models.CharField(max_length=40))]
