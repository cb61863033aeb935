"""How this house writes days, times, waits and counts: each a whole phrase that can be translated."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.dateformat import format as write
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

#: Due today or within this many days (in the clock's own unit) is "due soon", the same on every page.
SOON_WITHIN = 2


# Days and times -----------------------------------------------------------------------------------------------------


def within_twelve_months(day: date, today: date) -> bool:
    """True while day and month alone cannot be taken for another year's."""
    earlier, later = sorted((day, today))
    return (later.year - earlier.year) * 12 + later.month - earlier.month < 12


def list_day(day: date | None, today: date) -> str:
    """ "Wed 18 Nov" in lists; the year is added when in doubt."""
    if day is None:
        return ""
    if within_twelve_months(day, today):
        return write(day, pgettext("date format, as in Wed 18 Nov", "D j M"))
    return write(day, pgettext("date format, as in Wed 18 Nov 2025", "D j M Y"))


def short_day(day: date | None, today: date) -> str:
    """ "18 Nov", where the weekday tells nothing, as in the steps of a wait."""
    if day is None:
        return ""
    if within_twelve_months(day, today):
        return write(day, pgettext("date format, as in 18 Nov", "j M"))
    return write(day, pgettext("date format, as in 18 Nov 2025", "j M Y"))


def full_day(day: date | None) -> str:
    """ "18 November 2026" in sentences and letters."""
    return "" if day is None else write(day, pgettext("date format, as in 18 November 2026", "j F Y"))


def weekday_and_full_day(day: date | None) -> str:
    """ "Monday 23 November 2026", under the title of a page about today."""
    return "" if day is None else write(day, pgettext("date format, as in Monday 23 November 2026", "l j F Y"))


def month(day: date) -> str:
    return write(day, pgettext("date format, as in November 2026", "F Y"))


def day_in_month(day: date) -> str:
    """ "Thu 10", under the heading of its month."""
    return write(day, pgettext("date format, as in Thu 10", "D j"))


def days_from_to(start: date, end: date, today: date) -> str:
    """ "17 to 18 Aug": the month is said once where it can be."""
    if start == end:
        return short_day(end, today)
    if (start.year, start.month) == (end.year, end.month):
        return _("%(first)s to %(last)s") % {"first": start.day, "last": short_day(end, today)}
    return _("%(first)s to %(last)s") % {"first": short_day(start, today), "last": short_day(end, today)}


def clock_time(moment: datetime | time | None) -> str:
    """ "14:02" for staff, in the time of the United Kingdom."""
    if moment is None:
        return ""
    return _local(moment).strftime("%H:%M")


def public_time(moment: datetime | time) -> str:
    """ "6pm" or "6:30pm" for the public."""
    local = _local(moment)
    hour = local.hour % 12 or 12
    words = {"hour": hour, "minutes": f"{local.minute:02}"}
    if local.hour < 12:
        return _("%(hour)s:%(minutes)sam") % words if local.minute else _("%(hour)sam") % words
    return _("%(hour)s:%(minutes)spm") % words if local.minute else _("%(hour)spm") % words


def day_and_time(moment: datetime, today: date) -> str:
    """ "Today, 15:30" or "Wed 25 Nov, 15:00"."""
    local = _local(moment)
    if local.date() == today:
        return _("Today, %(time)s") % {"time": clock_time(local)}
    return _("%(day)s, %(time)s") % {"day": list_day(local.date(), today), "time": clock_time(local)}


def _local(moment: datetime | time) -> datetime | time:
    return timezone.localtime(moment) if isinstance(moment, datetime) and timezone.is_aware(moment) else moment


# Waits --------------------------------------------------------------------------------------------------------------


def days(count: int, working: bool = False) -> str:
    if working:
        return ngettext("%(count)s working day", "%(count)s working days", count) % {"count": count}
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


def left(count: int, working: bool = False) -> str:
    """What is left of an open promise on its way; 0 is due today, and a count below 0 is overdue by so much."""
    if count == 0:
        return _("Due today")
    if count < 0:
        return overdue_by(-count, working)
    if working:
        return ngettext("%(count)s working day left", "%(count)s working days left", count) % {"count": count}
    return ngettext("%(count)s day left", "%(count)s days left", count) % {"count": count}


def overdue_by(count: int, working: bool = False) -> str:
    """An open promise after its day. On a weekend no working day may have passed yet."""
    if count == 0:
        return _("Overdue")
    if working:
        return ngettext("Overdue by %(count)s working day", "Overdue by %(count)s working days", count) % {
            "count": count
        }
    return ngettext("Overdue by %(count)s day", "Overdue by %(count)s days", count) % {"count": count}


def late_by(count: int, working: bool = False) -> str:
    """A promise that was kept too late, or kept in time when nothing was lost."""
    if count <= 0:
        return _("In time")
    if working:
        return ngettext("%(count)s working day late", "%(count)s working days late", count) % {"count": count}
    return ngettext("%(count)s day late", "%(count)s days late", count) % {"count": count}


def day_of(day: int, total: int, working: bool = False) -> str:
    """ "Day 82 of 84", counted in the clock's own unit."""
    if working:
        return _("Working day %(day)s of %(total)s") % {"day": day, "total": total}
    return _("Day %(day)s of %(total)s") % {"day": day, "total": total}


def due(day: date, today: date) -> str:
    return _("Due %(day)s") % {"day": list_day(day, today)}


def was_due(day: date, today: date) -> str:
    return _("Was due %(day)s") % {"day": list_day(day, today)}


def span(length: timedelta) -> str:
    """ "40 minutes", "3 hours", "2 days": how long, in the largest unit that fills."""
    minutes = int(abs(length).total_seconds() // 60)
    if minutes < 60:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    if minutes < 48 * 60:
        return ngettext("%(count)s hour", "%(count)s hours", minutes // 60) % {"count": minutes // 60}
    return days(minutes // (24 * 60))


def due_at(moment: datetime, today: date) -> str:
    """ "Due 14:20" today, "Due Wed 25 Nov, 14:20" on another day; a promise in hours is known by its time."""
    return _("Due %(when)s") % {"when": time_or_day(moment, today)}


def was_due_at(moment: datetime, today: date) -> str:
    return _("Was due %(when)s") % {"when": time_or_day(moment, today)}


def time_or_day(moment: datetime, today: date) -> str:
    """ "14:20" today, else "Wed 25 Nov, 14:20"."""
    return clock_time(moment) if _local(moment).date() == today else day_and_time(moment, today)


# Counts, people and saving ------------------------------------------------------------------------------------------


def of(numerator: int, denominator: int) -> str:
    """ "53 of 56": no percentage stands without it."""
    return _("%(numerator)s of %(denominator)s") % {
        "numerator": f"{numerator:,}",
        "denominator": f"{denominator:,}",
    }


def percent(fraction: float | None) -> str:
    """One decimal place, cut and not rounded up: 94.96% has not reached 95%."""
    if fraction is None:
        return "–"
    thousandths = int(round(fraction * 1_000_000) // 1000)
    return _("%(value)s%%") % {"value": f"{thousandths / 10:.1f}"}


def things_to_put_right(count: int) -> str:
    return ngettext("There is %(count)s thing to put right", "There are %(count)s things to put right", count) % {
        "count": count
    }


def saved(at: datetime) -> str:
    return _("Saved %(time)s") % {"time": clock_time(at)}
