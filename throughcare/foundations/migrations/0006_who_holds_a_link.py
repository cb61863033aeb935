"""Who looks through a one-time link: which link, and the one case and the one person that it is about."""

from django.db import migrations

WHICH_LINK = """
create function app_link() returns bigint language sql stable parallel safe as
  $$ select nullif(current_setting('app.link_id', true), '')::bigint $$;
create function app_link_case() returns bigint language sql stable parallel safe as
  $$ select nullif(current_setting('app.link_case', true), '')::bigint $$;
create function app_link_person() returns bigint language sql stable parallel safe as
  $$ select nullif(current_setting('app.link_person', true), '')::bigint $$;
"""


def lay(apps, schema_editor):
    schema_editor.execute(WHICH_LINK, params=None)


class Migration(migrations.Migration):
    dependencies = [("foundations", "0005_what_the_viewer_may")]
    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
