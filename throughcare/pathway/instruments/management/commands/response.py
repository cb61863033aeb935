"""`throughcare response`: one completed questionnaire for another system."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.access.terms import Permission
from throughcare.foundations.command import BadInput, Command, Group
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.instruments import actions, queries


class Command(Command):
    help = gettext_lazy("Writes one completed questionnaire as a FHIR R4 QuestionnaireResponse.")
    group = Group.FIGURES

    def add_arguments(self, parser):
        parser.add_argument(
            "completed", type=int, help=_("the number of the completed questionnaire, as its page's address has it")
        )
        parser.add_argument("--why", required=True, help=_("whom it is for and what for; it is kept in the log"))

    def handle(self, *, completed, why, **_options):
        if not self.viewer.may(Permission.VIEW_PERSON):
            raise BadInput(_("{user} may not read people's records.").format(user=self.viewer.username))
        try:
            answered = queries.answered(self.viewer, completed)
            response = actions.export_response(answered, completed, by=self.viewer, why=why)
        except Http404:
            raise BadInput(_("there is no completed questionnaire {number} here").format(number=completed)) from None
        except StepRefused as refused:
            raise BadInput(str(refused)) from None
        self.format = "json"
        self.report(response, ())
