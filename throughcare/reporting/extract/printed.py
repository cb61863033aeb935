"""Prints the fact tables, column by column, for whoever works with an extract."""

from throughcare.reporting.extract.schema import TABLES, Counted, FactTable


def pages() -> dict[str, str]:
    return {"facts.md": "\n".join([*opening(), *(line for table in TABLES for line in about(table))]) + "\n"}


def opening() -> list[str]:
    return [
        "# Fact tables",
        "",
        "Printed by `throughcare print`; do not edit. `throughcare extract --out DIR` writes each table as",
        "`DIR/<table>.parquet`. There is no name, address, NHS number or free text in them. `person` and `episode` are",
        "keys that only those with access can look up.",
        "",
        "A column marked *counted* is a date on which rows may be counted. It is called `<word>_on` and has beside it",
        "`<word>_quarter` (2026-Q3, calendar quarters), `<word>_year` (2026-27, April to March), `<word>_age`",
        "(completed years on that day) and one `<word>_<band set>` for each set of age bands of the specification.",
        "",
        "Clocks have no state: kept in time or late is `in_time`, void is `voided_on`, paused is `paused_on` without",
        "`due_on`; any other is overdue on a day after `due_on`, and running until then.",
        "",
        "`threads` holds dates of birth. It is needed to count again as it was known on an earlier day; leave it",
        "behind when the files are handed to anyone outside.",
    ]


def about(table: FactTable) -> list[str]:
    rows = [f"| `{part.name}` | {kind(part)} | {part.meaning} |" for part in table.parts]
    return [
        "",
        f"## {table.name}",
        "",
        f"One row for {table.one_row_for}. Key: {', '.join(f'`{name}`' for name in table.key)}.",
        *(["", "**Stays behind at a hand-over.**"] if table.restricted else []),
        "",
        "| column | type | meaning |",
        "|---|---|---|",
        *rows,
    ]


def kind(part) -> str:
    return "date, *counted*" if isinstance(part, Counted) else part.type
