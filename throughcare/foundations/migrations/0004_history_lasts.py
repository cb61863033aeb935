"""Who made a change lasts as long as the change itself."""

from django.db import migrations

from throughcare.foundations.row_security import role

# The history library adds to the line of a context it is still inside of, so it must be able to update; what stands
# there already stays.
KEEP_CONTEXT = """
create function keep_context() returns trigger language plpgsql as $$
begin
  if new.id = old.id and new.created_at = old.created_at and new.metadata @> old.metadata then
    return new;
  end if;
  raise exception 'who made a change is only added to' using errcode = 'insufficient_privilege';
end $$;
create trigger keep_context before update on pghistory_context for each row execute function keep_context();
"""


def lay(apps, schema_editor):
    schema_editor.execute(KEEP_CONTEXT, params=None)
    schema_editor.execute(f"revoke delete on pghistory_context from {role('app')}, {role('loader')}")


class Migration(migrations.Migration):
    dependencies = [("foundations", "0003_guards"), ("pghistory", "0004_auto_20220906_1625")]
    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
