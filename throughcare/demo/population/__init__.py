"""A made-up population, drawn person by person: the same seed and the same day give the same people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property
from random import Random

from throughcare.demo.calibration import figures_for
from throughcare.demo.population.alerted import Alerted
from throughcare.demo.population.days import Days
from throughcare.demo.population.episodes import Ended, Episodes
from throughcare.demo.population.identity import MOST_PEOPLE, Identities, nhs_number
from throughcare.demo.population.measures import Measures
from throughcare.demo.population.way import Way
from throughcare.demo.stories import PersonStory, Step, Story
from throughcare.foundations.dates import add_years, calendar_for
from throughcare.specification.schema import Specification

#: The demonstration's own sign-ins come first among the key workers and those who do triage.
KEYWORKERS, TRIAGE = ("jo", "hazel"), ("hazel", "tam")
#: What a stay takes of a year, on average over all who are referred; it only says how many workers are needed.
YEARS_OPEN = 0.29
PEOPLE_IN_A_TALK, PEOPLE_ON_A_ROUND = 5, 12
AFTER_LEAVING = frozenset({"follow_up", "complete_instrument"})
NO_NUMBER, WRONG_PERSON = 0.03, 0.003


class Population:
    """People and anonymous work of a service, over the years before a day.

    Each person is drawn from the seed and their index alone, so that any of them can be drawn by itself.
    """

    def __init__(
        self, specification: Specification, *, people: int, years: int, seed: int, until: date, numbers_from: int = 0
    ):
        if numbers_from + people > MOST_PEOPLE:
            raise ValueError(f"At most {MOST_PEOPLE:,} people: there are no more made-up NHS numbers")
        self.figures = figures_for(specification)
        self.specification = specification
        self.people, self.years, self.seed, self.until, self.numbers_from = people, years, seed, until, numbers_from
        calendar = calendar_for(specification.nation, specification.closures)
        self.days = Days(self.figures, calendar, add_years(until, -years) + timedelta(days=1), until)
        self.identities = Identities(self.figures)
        referred, by_name = self.figures.number("referred_a_year"), self.figures.number("known_by_name_a_year")
        self.share_referred = referred / (referred + by_name)
        #: How many services of the usual size this is.
        self.size = people / years / (referred + by_name)
        self.alerted = Alerted(self.figures, self.days, specification, until)
        self.keyworkers = self._keyworkers()
        self.episodes = Episodes(self.figures, Measures(self.figures), self.keyworkers, TRIAGE)

    def _keyworkers(self) -> tuple[str, ...]:
        wanted = round(self.people * self.share_referred / self.years * YEARS_OPEN / self.figures.number("caseload"))
        names = [name.lower() for name in self.figures.words["colleagues"]["names"]]
        more = [
            names[n % len(names)] + (str(n // len(names) + 1) if n >= len(names) else "") for n in range(wanted - 2)
        ]
        return (*KEYWORKERS, *more)

    @cached_property
    def colleagues(self) -> tuple[str, ...]:
        """The user names of everybody who writes something down."""
        return tuple(dict.fromkeys((*self.keyworkers, *TRIAGE)))

    def reference(self, index: int) -> str:
        return f"s{self.seed}-p{index}"

    def person(self, index: int) -> PersonStory:
        """One person and all that was written down about them by the last day."""
        chance = Random(f"{self.seed} person {index}")
        way = Way(self.figures, self.days, chance)
        day = self.days.busy_day(chance)
        who = self.identities.draw(chance, day)
        if way.yes(WRONG_PERSON):
            self._wrong_person(way, chance, day)
        elif way.yes(self.share_referred):
            self._referred(way, chance, who, day)
        else:
            self._known_by_name(way, chance, day)
        details = {
            "given_name": who.given_name,
            "family_name": who.family_name,
            "born": who.born,
            "sex": who.sex,
            "ethnicity": who.ethnicity,
            "postcode": who.postcode,
        }
        if not way.yes(NO_NUMBER):
            details["nhs_number"] = nhs_number(self.numbers_from + index)
        steps = self.alerted.steps(way.steps(self.until), who.born, Random(f"{self.seed} alerts {index}"))
        return PersonStory(self.reference(index), 0, details, steps)

    def _referred(self, way: Way, chance: Random, who, day: date) -> None:
        substances = self._substances(chance, who.age_group)
        ended = self.episodes.draw(way, chance, who, day, substances)
        if way.yes(self.figures.share("corrected")):
            way.slip(ended.on)
        for _ in range(2):
            again = self._comes_back(way, chance, ended)
            if again is None or again > self.until:
                return
            way.drop_after(again, AFTER_LEAVING)
            ended = self.episodes.draw(way, chance, who, again, substances)

    def _comes_back(self, way: Way, chance: Random, ended: Ended) -> date | None:
        share = self.figures.share("comes_back" if ended.planned else "comes_back_after_dropping_out")
        if not way.yes(share):
            return None
        after = 25 + int(chance.random() * (155 if ended.planned else 335))
        return self.days.on_or_after(ended.on + timedelta(days=after))

    def _wrong_person(self, way: Way, chance: Random, day: date) -> None:
        """A referral that was written into the wrong record and taken back the next day."""
        by = way.one_of(TRIAGE)
        source = self.figures.code("sources", "self_or_family").pick(chance)
        way.do("receive_referral", day, by=by, source=source, channel=self.figures.mix("channel").pick(chance))
        said = {"step": "receive_referral", "was": day, "to": "never", "reason": way.said("wrong_person")}
        way.do("correct", self.days.later(day, 1), by=by, **said)

    def _known_by_name(self, way: Way, chance: Random, day: date) -> None:
        """A brief intervention, or two, and no referral."""
        by = way.one_of(self.colleagues)
        if way.yes(0.4):
            setting = self.figures.code("outreach_settings", "targeted").pick(chance)
            way.do("outreach_contact", day, by=by, setting=setting, targeted="yes")
        way.do("brief_intervention", day, by=by, about=self.figures.code("abouts", "usual").pick(chance))
        if way.yes(0.2):
            on = self.days.later(day, way.between(3, 15))
            way.do("brief_intervention", on, by=by, about=self.figures.code("abouts", "usual").pick(chance))

    def _substances(self, chance: Random, group: str) -> list[str]:
        """In order of problem: the likelier one is the likelier to come first."""
        shares = self.figures.cited[group]
        while True:
            cited = [code for code, share in shares.items() if chance.random() < share]
            if cited:
                return sorted(cited, key=lambda code: shares[code] * (0.4 + chance.random()), reverse=True)

    # Work without names

    @cached_property
    def talks(self) -> int:
        """Entries of brief interventions given to people without a name."""
        by_name = self.figures.number("known_by_name_a_year") * 1.2
        others = self.figures.number("brief_interventions_a_year") - by_name
        return round(others * self.years * self.size / PEOPLE_IN_A_TALK)

    @cached_property
    def rounds(self) -> int:
        """Entries of outreach."""
        return round(self.figures.number("outreach_a_year") * self.years * self.size / PEOPLE_ON_A_ROUND)

    @cached_property
    def activities(self) -> int:
        return self.talks + self.rounds

    def activity(self, index: int) -> Step:
        """One entry of work without names."""
        chance = Random(f"{self.seed} activity {index}")
        on = self.days.busy_day(chance)
        by = self.colleagues[int(chance.random() * len(self.colleagues))]
        if index < self.talks:
            verb, most = "brief_intervention", 2 * PEOPLE_IN_A_TALK - 1
            said = {"about": self.figures.code("abouts", "usual").pick(chance)}
        else:
            verb, most = "outreach_contact", 2 * PEOPLE_ON_A_ROUND - 1
            said = {"setting": self.figures.code("outreach_settings", "targeted").pick(chance), "targeted": "yes"}
            if chance.random() < 0.1:
                setting = self.figures.code("outreach_settings", "generic").pick(chance)
                said = {"setting": setting, "targeted": "no"}
        people = 1 + int(chance.random() * most)
        younger = sum(chance.random() < 0.55 for _ in range(people))
        said["people"] = people
        if chance.random() < 0.85:
            said["ages"] = {"under_18": younger, "18_to_24": people - younger}
        return Step(verb, on, 0, said, None, None, "", by)

    def story(self, people: Iterable[int] | None = None, activities: Iterable[int] | None = None) -> Story:
        """These people, all unless said, as a story that `play` can play."""
        return Story(
            file=f"seed {self.seed}",
            specification=self.specification.name,
            today=self.until,
            people=tuple(self.person(n) for n in (range(self.people) if people is None else people)),
            activity=tuple(self.activity(n) for n in (range(self.activities) if activities is None else activities)),
        )
