"""What the viewer may do, so that a row can be open to some roles of an agency and not to others."""

from django.db import migrations

from throughcare.foundations.row_security import role

WHAT_THEY_MAY = """
create function app_may(permission text) returns boolean language plpgsql stable parallel safe as $$
declare said text := current_setting('app.permissions', true);
begin
  -- Nobody looking fails in app_agency(); somebody of whom nothing is said may nothing.
  return permission = any(string_to_array(coalesce(said, ''), ','));
end $$;
"""


def lay(apps, schema_editor):
    schema_editor.execute(WHAT_THEY_MAY, params=None)


class Migration(migrations.Migration):
    dependencies = [("foundations", "0004_history_lasts")]
    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
