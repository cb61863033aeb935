"""Whether the database roles are as weak as they must be: on a server of one's own somebody made them by hand."""

from django.db import connections
from django.utils.translation import gettext as _

WHO_AM_I = """
    select current_user, role.rolsuper, role.rolbypassrls,
           exists (select from pg_catalog.pg_class as own
                   where own.relowner = role.oid and own.relnamespace = 'public'::regnamespace) as owns
    from pg_catalog.pg_roles as role where role.rolname = current_user
"""
REMEDY = "docs/how-to/your-own-postgresql.md"


def faults_of_roles() -> list[str]:
    """What is wrong with the roles that sign in, each with what to do; row-level security would not bind them."""
    return [fault for alias in connections for fault in _faults_of(alias)]


def _faults_of(alias: str) -> list[str]:
    with connections[alias].cursor() as cursor:
        cursor.execute(WHO_AM_I)
        role, superuser, bypasses, owns = cursor.fetchone()
    faults = []
    if superuser:
        faults.append(_("Role {role} is a superuser. Say: alter role {role} nosuperuser ({remedy})."))
    if bypasses:
        faults.append(_("Role {role} bypasses row-level security. Say: alter role {role} nobypassrls ({remedy})."))
    if owns and alias != "owner":
        faults.append(_("Role {role} owns tables, so row-level security would not bind it. See {remedy}."))
    return [fault.format(role=role, remedy=REMEDY) for fault in faults]
