"""One made-up example of every component, drawn by the snapshot tests and the browser test."""

from datetime import date
from typing import get_args

from django import forms

from throughcare.foundations.pages import components as parts
from throughcare.foundations.pages.charts import Chart, ChartBand, ChartPoint
from throughcare.foundations.pages.components import Link, Row, RowGroup, Segment, Status, WaitStep
from throughcare.foundations.pages.fields import DayField, FiveAnswersField, RadioField, TimeOfDayField
from throughcare.foundations.pages.forms import PageForm, Section

IDENTITY = parts.Identity(
    name="Linnet Marshbank",
    url="/people/1",
    age="17",
    about="(born 3 March 2009). In treatment since 10 September 2026",
    risks=[Status("flag", "Self-harm"), Status("flag", "Violence at home")],
    next_due=Status("soon", "12-week review"),
    next_due_when="Wed 25 Nov, 2 days left",
    key_worker="Jo Maplethorpe",
    consent=["Yes: CAMHS, school", "No: parents"],
    action=Link("Start 12-week review", "/step"),
)
UNKNOWN = parts.Identity(
    name="Tansy Puddifoot", url="/people/2", age="17", next_due=Status("overdue", "Triage offer, overdue")
)
OVERDUE = Row(
    parts.open_promise(-3, working=True),
    "Rowan Nettlebed",
    "/people/3",
    age="16",
    when="Was due Wed 18 Nov",
    what="Comprehensive assessment",
    held_up_by="We cancelled on 17 Nov; no new date yet",
    action=Link("Book assessment", "/step", "for Rowan Nettlebed"),
    urgent=True,
)
SOON = Row(
    parts.open_promise(2),
    "Linnet Marshbank",
    "/people/1",
    age="17",
    when="Due Wed 25 Nov",
    what="12-week review",
    action=Link("Start review", "/step", "for Linnet Marshbank"),
)
GAP = Row(Status("overdue", "No owner"), "Moss Hollowell", "/people/4", action=Link("Give a key worker", "/step"))
GROUPS = [RowGroup("Overdue: 1", [OVERDUE]), RowGroup("Due today: 0", []), RowGroup("This week: 1", [SOON])]
ALERT = parts.Alert(
    "Alert: an answer today about self-harm",
    "Juniper Oakapple",
    "/people/5",
    "16",
    "Sent from her phone at 08:41. Goes to Sam Otterbourne at 10:41 if nobody has acted.",
    Link("Read and act", "/alert", "about Juniper Oakapple"),
)
APPOINTMENTS = [parts.Appointment("10:00", "Fern Copplestone", "/people/6", "19", "Session, Quayside room 2")]
PROMISES = [
    parts.Promise(
        "12-week review", "/clock/1", "Jo Maplethorpe", parts.open_promise(2), 82, 84, "Day 82 of 84. Due Wed 25 Nov."
    ),
    parts.Promise(
        "Answer from CAMHS", "", "", parts.open_promise(5, True), 5, 10, "Working day 5 of 10. Due Mon 30 Nov."
    ),
]
MONTHS = [
    parts.Month(
        "September 2026",
        [
            parts.Happened("Fri 18", "Care plan signed off", is_step=True, status=parts.kept_promise(0)),
            parts.Happened(
                "Thu 10",
                "Treatment started",
                is_step=True,
                status=parts.kept_promise(4),
                words="Cognitive and behavioural.",
                link=Link("See where the 24 days went", "/clock/2"),
            ),
            parts.Happened("", "Show 4 sessions attended", link=Link("", "?all"), folded=True),
        ],
    )
]
KNOWN = [parts.Known("Substances", "Cannabis, then alcohol", "From the school’s referral, 17 Nov 2026", "/change")]
WAIT = parts.Wait(
    steps=[
        WaitStep("First contact", "17 to 18 Aug", [Segment("us", 0, 1)]),
        WaitStep(
            "Assessment completed",
            "18 Aug to 2 Sep",
            [Segment("us", 1, 8), Segment("off", 9, 5), Segment("person", 14, 2)],
        ),
        WaitStep("Treatment started", "2 to 10 Sep", [Segment("paused", 16, 2), Segment("us", 18, 6)]),
    ],
    total=24,
    due=20,
    due_words="Sun 6 Sep",
    person="Linnet",
)
CASELOAD = parts.Table(
    columns=[
        parts.Column("Worker"),
        parts.Column("Cases", numeric=True),
        parts.Column("Weight, of the limit agreed", label="Weight"),
        parts.Column("Overdue", label="-"),
        parts.Column("Next free", wide=True),
    ],
    rows=[
        [
            parts.Cell("Jo Maplethorpe", "/workers/1", under="Key worker"),
            28,
            parts.Cell("41 of 40", status=Status("overdue", "Over by 1"), bar=parts.Bar(41, 40)),
            parts.Cell(status=Status("overdue", "2 overdue")),
            "Wed 25 Nov, 15:00",
        ]
    ],
    foot=["Team", 117, "156 of 184", parts.Cell(status=parts.nothing("None overdue")), ""],
    caption="Caseload",
    cards=True,
)
FILTERS = parts.Filters([parts.Filter("role", "Role", [("", "All roles"), ("keyworker", "Key worker")], "keyworker")])
FIGURES = [
    parts.Figure(
        "2b",
        "New referrals given a comprehensive assessment within 5 working days after triage",
        "/figures/2b",
        "94.6%",
        "53 of 56",
        "95%",
        Status("soon", "Not met yet"),
        "4",
        "2",
        "–",
        parts.Spark([0.80, None, 0.86, 0.95], 0.95, "Last 4 full quarters: 80%, none, 86%, 95%; target 95%"),
    )
]

KINDS = get_args(parts.Kind)

#: Name of the snapshot, and what a page would write.
SCORES = Chart(
    id="audit-total",
    title="Total score",
    words="Higher is worse.",
    least=0,
    most=40,
    bands=[
        ChartBand("Lower risk", 0, 7),
        ChartBand("Increasing risk", 8, 15),
        ChartBand("Higher risk", 16, 19),
        ChartBand("Possible dependence", 20, 40),
    ],
    points=[
        ChartPoint(date(2026, 5, 8), 26, "8 May", "Possible dependence"),
        ChartPoint(date(2026, 7, 27), 17, "27 Jul", "Higher risk"),
        ChartPoint(date(2026, 11, 4), 8, "4 Nov", "Increasing risk"),
    ],
)
ONE_SCORE = Chart(
    id="audit-part", title="Consumption", least=0, most=12, points=[ChartPoint(date(2026, 5, 8), 12, "8 May")]
)

EXAMPLES = {
    "status": "{% for kind in g.KINDS %}{{ tc.status({'kind': kind, 'words': kind}) }}\n{% endfor %}",
    "strip": "{{ tc.strip('My day', 'Two are due.', [parts.Link('7 promises', '#promises')]) }}",
    "identity": "{{ tc.identity(g.IDENTITY) }}",
    "identity_slim": "{{ tc.identity_slim(g.UNKNOWN) }}",
    "rows": "{{ tc.grouped_rows(g.GROUPS) }}{{ tc.rows([g.GAP]) }}",
    "alert": "{{ tc.alert(g.ALERT) }}",
    "appointments": "{{ tc.appointments(g.APPOINTMENTS) }}",
    "promises": "{{ tc.promises(g.PROMISES) }}",
    "timeline": "{{ tc.timeline(g.MONTHS) }}",
    "known": "{{ tc.known(g.KNOWN) }}",
    "wait": "{{ tc.segment_bar(g.WAIT) }}{{ tc.wait_in_figures(g.WAIT) }}",
    "table": "{{ tc.table(g.CASELOAD) }}",
    "figures": "{{ tc.kpi_table(g.FIGURES) }}",
    "chart": "{{ tc.chart(g.SCORES) }}{{ tc.chart(g.ONE_SCORE) }}",
    "saveable": "{{ tc.saveable('Still saveable: 1 case', 'With it the quarter reaches 95.0%.', [g.SOON]) }}",
    "page": "{{ tc.head('Promises', parts.Link('All promises', '/all'), id='promises') }}{{ tc.filters(g.FILTERS) }}"
    "{{ tc.pagination(parts.Pages(2, 3, '?page=1', '?page=3')) }}{{ tc.empty('Nothing is due this week.') }}"
    "{{ tc.saved('Saved 14:02') }}{{ tc.done('Triage offered') }}{{ tc.button(parts.Link('Open', '/x', 'the plan')) }}"
    "{{ tc.links([parts.Link('My drafts (2)', '/drafts')]) }}{% call tc.inset('Note') %}<p>Inside</p>{% endcall %}",
    "form": "{{ forms.page(form, 'Complete triage', 'Complete triage') }}",
    "post_button": "{{ forms.post_button('Take on', '/take', about='Moss Hollowell', hidden={'case': 4}) }}",
}


class ExampleForm(PageForm):
    """Every kind of question."""

    day = DayField(label="Day of triage", what="Triage", not_after_today=True)
    at = TimeOfDayField(label="Time", required=False)
    injected = FiveAnswersField(label="Has Tansy ever injected?")
    next = RadioField(
        label="What happens next?",
        choices=[("assessment", "Comprehensive assessment"), ("advice", "Brief advice now")],
        hints={"assessment": "Promise starts: assessment by Mon 30 Nov"},
    )
    substances = forms.MultipleChoiceField(
        label="Substances",
        choices=[("cannabis", "Cannabis"), ("alcohol", "Alcohol")],
        widget=forms.CheckboxSelectMultiple,
        help_text="All that are used now",
    )
    agrees = forms.BooleanField(label="Tansy agrees", help_text="Asked today")
    sessions = forms.IntegerField(label="How many sessions?")
    source = forms.ChoiceField(label="Who sent them?", choices=[("", "Choose one"), ("school", "School")])
    wants = forms.CharField(label="What does Tansy want?", widget=forms.Textarea(attrs={"rows": 3}))
    name = forms.CharField(label="Name", help_text="As the person says it")
    secret = forms.CharField(widget=forms.HiddenInput, initial="7", required=False)
    sections = [Section("Ask today", ["day", "at", "injected"]), Section("", ["next"])]


ANSWERS = {
    "day_day": "24",
    "day_month": "11",
    "day_year": "2026",
    "next": "assessment",
    "substances": ["alcohol"],
    "sessions": "x",
    "source": "school",
    "wants": 'Wants to stop <smoking> "soon"',
    "name": "Tansy",
    "secret": "7",
}
