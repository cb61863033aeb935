"""What made-up people answer: the outcome measure at each stage, and the questions about risk."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from throughcare.demo.calibration import Figures

MOST_DAYS, BEST = 28, 20


class Measures:
    """Answers that fit the person's substances and get better on the way, mostly."""

    def __init__(self, figures: Figures):
        self.figures = figures
        risks = figures.figures["other_risks"].value
        self.other_risks = {risk: share / 100 for risk, share in risks.items()}

    def begin(self, chance: Random, substances: Sequence[str]) -> dict[str, int]:
        """How things stand at the start, from which every later answer follows."""
        asked = self.figures.days_of_use
        standing = {"alcohol_days": 0, "cannabis_days": 0, "other_drug_days": 0}
        for place, code in enumerate(substances):
            days = asked.get(code, asked["other"])
            most = 26 if place == 0 else 14
            standing[days] = max(standing.get(days, 0), 1 + int(chance.random() * most))
        for wellbeing in ("psych_health", "phys_health", "quality_of_life"):
            standing[wellbeing] = 4 + int(chance.random() * 10)
        standing["education_days"] = int(chance.random() * 20)
        return standing

    def answers(self, chance: Random, standing: dict[str, int], progress: float) -> dict[str, int]:
        """The answers after some progress, 0 for none and 1 for all that can be hoped for."""
        said = {"injecting_days": 0}
        for asked, start in standing.items():
            noise = chance.random() - 0.5
            if asked in ("psych_health", "phys_health", "quality_of_life"):
                said[asked] = _within(start + (BEST - start) * 0.6 * progress + 4 * noise, BEST)
            elif asked == "education_days":
                said[asked] = _within(start + (20 - start) * 0.5 * progress + 4 * noise, MOST_DAYS)
            else:
                left = max(0.0, 1 - progress * (0.8 + 0.6 * noise))
                said[asked] = 0 if left < 0.2 else _within(start * left + noise, MOST_DAYS)
        return said

    def risks(self, chance: Random, sex: str) -> dict[str, str]:
        """The five answers; a question that was not asked has none."""
        known = "female" if sex == "female" else "male"
        asked = {
            "self_harm": self.figures.share("self_harm", known),
            "sexual_exploitation": self.figures.share("sexual_exploitation", known),
            **self.other_risks,
        }
        unsure = self.figures.figures["risk_not_asked"].value
        answered = {}
        for risk, share in asked.items():
            drawn = chance.random() * 100
            if drawn < unsure["not_asked"]:
                continue
            if drawn < unsure["not_asked"] + unsure["declined"]:
                answered[risk] = "declined"
            elif drawn < sum(unsure.values()):
                answered[risk] = "not_known"
            else:
                answered[risk] = "yes" if chance.random() < share else "no"
        return answered


def _within(value: float, most: int) -> int:
    return max(0, min(most, round(value)))
