"""Scores many made-up completions of every tool and compares the cost with named peers in the same run.

    python benchmarks/score.py [--completions 100000]

The peers: reading the same answers from JSON, which any scoring of a file must do first; and a bare sum of the same
answers' scores, looked up in a plain table, which knows no missing answers, parts, bands, flags or impossible answers.
"""

import argparse
import gc
import json
import os
import random
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughcare.config.settings")
os.environ["READ_ENV_FILE"] = "no"

import django

django.setup()

from throughcare.pathway.instruments.catalogue import instrument, instruments  # noqa: E402
from throughcare.pathway.instruments.scoring import score  # noqa: E402
from throughcare.pathway.instruments.structure import Item  # noqa: E402

#: One in so many answers is left out, so that every rule for missing answers is at work too.
LEFT_OUT = 40


def completions(count: int, seed: int = 1) -> list[tuple[str, dict]]:
    """Made-up answers to each tool in turn, all possible ones."""
    chance = random.Random(seed)
    names = sorted(instruments())
    asked = {name: [item for item in instrument(name).items if item.required] for name in names}
    made = []
    for number in range(count):
        name = names[number % len(names)]
        answers = {item.id: _answer(item, chance) for item in asked[name] if chance.randrange(LEFT_OUT)}
        if name == "top" and not answers.get("injecting_days"):
            answers |= {"shared_needle": "no", "shared_equipment": "no"}
        made.append((name, answers))
    return made


def _answer(item: Item, chance: random.Random) -> int | str:
    return chance.choice(item.answers) if item.options else chance.choice(item.numeric.all)


def scored(made: list[tuple[str, dict]]) -> int:
    return sum(score(instrument(name), answers, 30).total or 0 for name, answers in made)


def read_from_json(lines: list[str]) -> int:
    return sum(len(json.loads(line)) for line in lines)


def bare_sums(made: list[tuple[str, dict]]) -> int:
    tables = {name: {item.id: _plain(item) for item in instrument(name).items} for name in instruments()}
    total = 0
    for name, answers in made:
        table = tables[name]
        total += sum([table[item][answer] for item, answer in answers.items()])
    return total


def _plain(item: Item) -> dict:
    if item.numeric:
        return {number: number for number in item.numeric.all}
    return {option.answer: option.score for option in item.options}


def timed(what, given) -> float:
    """Processor time, so that other work on the machine counts less, without the collector walking the input."""
    gc.collect()
    gc.freeze()
    start = time.process_time()
    what(given)
    return time.process_time() - start


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--completions", type=int, default=100_000)
    count = asked.parse_args().completions
    made = completions(count)
    lines = [json.dumps(answers) for _name, answers in made]
    answers = sum(len(given) for _name, given in made)
    took, reading, summing = timed(scored, made), timed(read_from_json, lines), timed(bare_sums, made)
    sys.stdout.write(
        f"{count:,} completions of {len(instruments())} tools, {answers:,} answers\n"
        f"scoring            {took:7.2f} s  {count / took:,.0f} a second, {took / count * 1e6:.1f} us each\n"
        f"reading as JSON    {reading:7.2f} s  scoring takes {took / reading:.1f} times as long\n"
        f"bare sums          {summing:7.2f} s  scoring takes {took / summing:.1f} times as long\n"
    )


if __name__ == "__main__":
    main()
