"""Members of staff, and which agency sees which case."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models

from throughcare.access.terms import AccessBasis
from throughcare.foundations.history import keeps_history
from throughcare.foundations.row_security import ByAgency, NoPersonData
from throughcare.organisations.models import Agency


class UserAccounts(BaseUserManager):
    def create_user(self, username, display_name, agency, roles, password=None, **extra):
        user = self.model(username=username, display_name=display_name, agency=agency, roles=list(roles), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user


@keeps_history(NoPersonData("members of staff"), exclude=["password", "last_login"])
class User(AbstractBaseUser):
    """A member of staff who may sign in."""

    username = models.CharField(max_length=100, unique=True)
    display_name = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    roles = ArrayField(models.CharField(max_length=40), default=list)
    is_active = models.BooleanField(default=True)
    email = models.EmailField(blank=True, db_default="")
    """Where messages go that somebody waits for them here; they never say about whom."""

    USERNAME_FIELD = "username"
    objects = UserAccounts()
    row_security = NoPersonData("members of staff")

    def __str__(self):
        return self.display_name


class CaseAccess(models.Model):
    """An agency may see a case for a time, on a basis; every row about the case is reached through this one.

    Rows come from `open_case()` in the database, never from the application directly: nobody gives themselves access.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    case_id = models.BigIntegerField()
    basis = models.CharField(max_length=20, choices=AccessBasis)
    valid = DateTimeRangeField()

    row_security = ByAgency("agency_id")

    class Meta:
        indexes = [
            models.Index(fields=["case_id", "agency"], name="caseaccess_case"),
            models.Index(fields=["agency", "case_id"], name="caseaccess_agency"),
            GistIndex(fields=["agency", "valid"], name="caseaccess_valid", opclasses=["gist_int8_ops", "range_ops"]),
        ]

    def __str__(self):
        return f"{self.agency_id} sees {self.case_id}"
