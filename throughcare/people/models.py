"""Each person once, and where each is registered."""

from django.db import models
from django.db.models import Q

from throughcare.foundations.history import keeps_history
from throughcare.foundations.row_security import ByAgency, ByRegistration
from throughcare.organisations.models import Agency
from throughcare.people.terms import Sex


@keeps_history(ByRegistration("id"))
class Person(models.Model):
    """A person, once, with a service-user ID for life."""

    id = models.BigIntegerField(primary_key=True)
    service_user_id = models.CharField(max_length=20, unique=True)
    reference = models.CharField(max_length=60, unique=True, null=True, blank=True)
    """The name of a made-up person in a story; real people have none."""
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    born = models.DateField()
    sex = models.CharField(max_length=10, choices=Sex)
    ethnicity = models.CharField(max_length=20, default="not_asked")
    postcode = models.CharField(max_length=10, blank=True)
    nhs_number = models.CharField(max_length=10, unique=True, null=True, blank=True)

    row_security = ByRegistration("id")

    class Meta:
        indexes = [models.Index(fields=["born", "family_name"], name="person_born")]
        constraints = [
            models.CheckConstraint(
                condition=Q(nhs_number__isnull=True) | Q(nhs_number__regex=r"^\d{10}$"),
                name="nhs_number_has_ten_digits",
            )
        ]

    def __str__(self):
        return self.service_user_id

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def known_as(self) -> str:
        """How reports name the person: the story's reference, else the service-user ID."""
        return self.reference or self.service_user_id


@keeps_history(ByAgency("agency_id"))
class Registration(models.Model):
    """A person known to an agency. Rows come from `open_registration()` in the database."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="registrations", db_constraint=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    registered_on = models.DateField()

    row_security = ByAgency("agency_id", link_reads=("person_id", "app_link_person"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "agency"], name="registered_once_with_an_agency")]

    def __str__(self):
        return f"{self.person_id} with {self.agency_id}"
