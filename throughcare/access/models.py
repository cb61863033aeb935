"""Members of staff, and which agency sees which case."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q

from throughcare.access.terms import AccessBasis, LinkTask
from throughcare.foundations.history import keeps_history
from throughcare.foundations.row_security import ByAgency, ByLink, NoPersonData
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


@keeps_history(ByAgency("agency_id"))
class TrainingRecord(models.Model):
    """A member of staff is trained or competent in something that the specification names, from a day on."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="training")
    competence = models.CharField(max_length=40)
    gained_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    """The last day on which it holds; empty while no end is known."""
    evidence = models.CharField(max_length=300)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    row_security = ByAgency("agency_id")

    class Meta:
        indexes = [models.Index(fields=["user", "competence"], name="training_of_user")]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("gained_on")),
                name="training_ends_after_it_begins",
            )
        ]

    def __str__(self):
        return f"{self.user_id} {self.competence}"


class CaseAccess(models.Model):
    """An agency may see a case for a time, on a basis; every row about the case is reached through this one.

    Rows come from `open_case()` in the database, never from the application directly: nobody gives themselves access.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    case_id = models.BigIntegerField()
    basis = models.CharField(max_length=20, choices=AccessBasis)
    valid = DateTimeRangeField()

    row_security = ByAgency("agency_id", link_reads=("case_id", "app_link_case"))

    class Meta:
        indexes = [
            models.Index(fields=["case_id", "agency"], name="caseaccess_case"),
            models.Index(fields=["agency", "case_id"], name="caseaccess_agency"),
            GistIndex(fields=["agency", "valid"], name="caseaccess_valid", opclasses=["gist_int8_ops", "range_ops"]),
        ]

    def __str__(self):
        return f"{self.agency_id} sees {self.case_id}"


@keeps_history(ByLink("case_id"), exclude=["token_hash", "answers", "saved_at"])
class OneTimeLink(models.Model):
    """Lets somebody without an account do one task about one person, once, until a moment. A viewer of its own.

    The token stands in the link alone: it is shown once and never kept. Unfinished answers are for whoever holds the
    link; no page of the staff shows them, and they go when the link has been used or withdrawn.
    """

    case_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    task = models.CharField(max_length=30, choices=LinkTask)
    about = models.JSONField(default=dict)
    """What exactly is to be done, in the words of the stage that owns the page."""
    token_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField(null=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    row_security = ByLink("case_id")

    class Meta:
        indexes = [models.Index(fields=["case_id", "-issued_at"], name="link_case")]
        constraints = [
            models.CheckConstraint(condition=Q(token_hash__regex=r"^[0-9a-f]{64}$"), name="link_keeps_a_hash"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("issued_at")), name="link_expires_after_its_issue"),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(revoked_at__isnull=True), name="link_is_used_or_withdrawn"
            ),
        ]

    def __str__(self):
        return f"link {self.pk} for {self.task}"
