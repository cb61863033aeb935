"""Who a made-up person is: a name, a day of birth, a postcode and an NHS number that nobody can have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from throughcare.demo.calibration import Figures, Mix
from throughcare.foundations.dates import add_years

#: Made-up NHS numbers start with these; of the million that do, each hundred thousand openings give eight here.
MADE_UP = "999"
OPENINGS = 100_000
MOST_PEOPLE = 8 * OPENINGS
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


@dataclass(frozen=True, slots=True)
class Identity:
    given_name: str
    family_name: str
    born: date
    sex: str
    ethnicity: str
    postcode: str
    age_group: str
    """`under_18` or `from_18` when the story begins."""


def nhs_number(place: int) -> str:
    """The valid made-up number at a place below MOST_PEOPLE; no two places share one.

    For each opening of eight digits at most one last digit has no check digit, so eight of the ten can be had.
    """
    if not 0 <= place < MOST_PEOPLE:
        raise ValueError(f"There are made-up NHS numbers for {MOST_PEOPLE:,} people and no more")
    opening = f"{MADE_UP}{place % OPENINGS:05d}"
    nth = place // OPENINGS
    for last in range(10):
        digits = f"{opening}{last}"
        check = check_digit(digits)
        if check is not None:
            if nth == 0:
                return f"{digits}{check}"
            nth -= 1
    raise AssertionError("every opening has nine last digits or more")


def place_of(number: str) -> int | None:
    """The place of a made-up NHS number, None for any that is not one of ours."""
    if len(number) != 10 or not number.startswith(MADE_UP):
        return None
    opening, last = number[:8], int(number[8])
    nth = sum(check_digit(f"{opening}{before}") is not None for before in range(last))
    return nth * OPENINGS + int(opening[3:])


def check_digit(digits: str) -> int | None:
    """The tenth digit of an NHS number, None where no number begins so."""
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
    return None if check == 10 else check % 11


class Identities:
    """Draws who people are."""

    def __init__(self, figures: Figures):
        self.figures = figures
        names = figures.words["given_names"]
        self.years = sorted(int(year) for year in names if year.isdigit())
        self.names = {(year, sex): tuple(names[str(year)][sex]) for year in self.years for sex in ("male", "female")}
        self.further = {sex: tuple(names["further"][sex]) for sex in ("male", "female")}
        self.share_further = {True: names["further"]["of_white"] / 100, False: names["further"]["of_others"] / 100}
        self.first = tuple(figures.words["surnames"]["first"])
        self.second = tuple(figures.words["surnames"]["second"])
        self.ages = {group: figures.mix(f"age_{group}") for group in ("under_18", "from_18")}
        self.male = {group: figures.share(f"male_{group}") for group in ("under_18", "from_18")}
        self.districts: Mix = figures.mix("postcode_district")
        self.not_recorded = figures.figures["ethnicity_not_recorded"].value

    def draw(self, chance: Random, day: date) -> Identity:
        """Somebody of the ages that come to the service, on the day their story begins."""
        group = self.figures.mix("age_group").pick(chance)
        born = add_years(day, -self.ages[group].pick(chance)) - timedelta(days=int(chance.random() * 365))
        known = chance.random() >= self.figures.share("sex_not_known")
        named_as = "male" if chance.random() < self.male[group] else "female"
        ethnic = self.figures.mix("ethnic_group").pick(chance)
        return Identity(
            given_name=self._given_name(chance, born.year, named_as, ethnic),
            family_name=self._family_name(chance),
            born=born,
            sex=named_as if known else "unknown",
            ethnicity=self._ethnicity(chance, ethnic),
            postcode=self._postcode(chance),
            age_group=group,
        )

    def _given_name(self, chance: Random, year: int, sex: str, ethnic: str) -> str:
        if chance.random() < self.share_further[ethnic == "white"]:
            names = self.further[sex]
        else:
            names = self.names[min(self.years, key=lambda known: abs(known - year)), sex]
        return names[int(chance.random() * len(names))]

    def _family_name(self, chance: Random) -> str:
        first = self.first[int(chance.random() * len(self.first))]
        second = self.second[int(chance.random() * len(self.second))]
        return f"{first}{second}"

    def _ethnicity(self, chance: Random, ethnic: str) -> str:
        drawn = chance.random() * 100
        for code, share in self.not_recorded.items():
            if drawn < share:
                return code
            drawn -= share
        return self.figures.code("ethnicities", ethnic).pick(chance)

    def _postcode(self, chance: Random) -> str:
        """A district of the area; the rest is drawn, so it may be no postcode at all."""
        district = self.districts.pick(chance)
        drawn = int(chance.random() * 9 * 400)
        return f"{district} {1 + drawn // 400}{LETTERS[drawn // 20 % 20]}{LETTERS[drawn % 20]}"
