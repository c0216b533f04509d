"""The rates of the list by plain loops over all rows (逐条计数), written apart from the engine to check it."""

from datetime import date

from yimi.clients.models import Category
from yimi.figures.tests.brute_apart import band
from yimi.services.models import Participation
from yimi.visiting.models import Listed, Pause
from yimi.visiting.windows import Stretch, windows

ELDERS = {"DJLR", "KCLR", "LSLR", "SNLR", "JSTKLR"}
RELIEF = {"DB", "DBBY", "TK_FS", "TK_JZ", "GXZC", "LSJZ", "FPJC"}
PROFESSIONAL = ("case_session", "group_session", "counselling")


class Ledger:
    """All rows as they are now, read once."""

    def __init__(self, station):
        parts = Participation.objects.unscoped("test").filter(contact__voided_at=None)
        self.parts = list(parts.select_related("contact", "person").prefetch_related("contact__services"))
        rows = Listed.objects.unscoped("test").filter(since_on__isnull=False, list__station=station)
        rows = rows.select_related("person", "list")
        self.rows = [row for row in rows if row.person.state not in row.person.GONE]
        self.categories, self.pauses = list(Category.objects.all()), list(Pause.objects.unscoped("test"))

    def rate(self, code, first, last):
        """Numerator and denominator."""
        if code == "DUE_RATE":
            owed = [(row, each) for row in self.rows for each in self.owed_to(row) if first <= each.end <= last]
            return sum(self.is_met(*each) for each in owed), len(owed)
        months = [(row, on) for row in self.rows for on in ends(row) if first <= on <= last]
        if code == "ELDER_MONTH_RATE":
            elders = [each for each in months if self.is_special(*each)]
            return sum(any(map(is_seen, self.during(*each))) for each in elders), len(elders)
        listed = [(row, on) for row, on in months if self.holds(row, RELIEF, on)]
        served = {row.person_id for row, on in listed if any(map(is_professional, self.during(row, on)))}
        return len(served), len({row.person_id for row, _on in listed})

    def rate_by(self, code, name, first, last):
        """Numerator and denominator by the keys of a breakdown of the person, on the day that counts."""
        found = {}
        for key, person, is_met in self.counted(code, name, first, last):
            over, under = found.setdefault(key, ({}, {}))
            under[person] = 1
            over[person] = max(over.get(person, 0), is_met)
        return {key: (sum(over.values()), sum(under.values())) for key, (over, under) in found.items()}

    def counted(self, code, name, first, last):
        """Key, what counts once, and whether it is met."""
        if code == "DUE_RATE":
            for row in self.rows:
                for window in [each for each in self.owed_to(row) if first <= each.end <= last]:
                    for key in self.keys(row, name, window.end):
                        yield key, (row.pk, window.end), self.is_met(row, window)
            return
        months = [(row, on) for row in self.rows for on in ends(row) if first <= on <= last]
        for row, on in months:
            is_elder = code == "ELDER_MONTH_RATE"
            if self.is_special(row, on) if is_elder else self.holds(row, RELIEF, on):
                is_met = any(map(is_seen if is_elder else is_professional, self.during(row, on)))
                for key in self.keys(row, name, on):
                    yield key, (row.pk, on) if is_elder else row.person_id, is_met

    def keys(self, row, name, on):
        if name == "sex":
            return [row.person.sex]
        if name == "age_band":
            return [band(row.person.birth_on, on)]
        held = [each for each in self.categories if each.person_id == row.person_id and each.since_on <= on]
        return sorted({each.code for each in held if each.until_on is None or each.until_on >= on}) or ["none"]

    def owed_to(self, row):
        if not row.interval_days:
            return []
        away = [Stretch(each.from_on, each.until_on) for each in self.pauses if each.person_id == row.person_id]
        return list(windows(Stretch(row.since_on, last_of(row)), row.interval_days, away))

    def is_met(self, row, window):
        return any(meets(part, row) for part in self.parts if window.first <= part.contact.service_on <= window.end)

    def holds(self, row, codes, on):
        held = [each for each in self.categories if each.person_id == row.person_id and each.code in codes]
        return any(each.since_on <= on and (each.until_on is None or each.until_on >= on) for each in held)

    def is_special(self, row, on):
        born = row.person.birth_on
        old = born and (on.year - born.year, on.month, on.day) >= (60, born.month, born.day)
        return self.holds(row, ELDERS, on) or bool(old and self.holds(row, {"CJR_YZ"}, on))

    def during(self, row, on):
        hers = [part for part in self.parts if part.person_id == row.person_id]
        return [part for part in hers if on.replace(day=1) <= part.contact.service_on <= on]


def last_of(row):
    return min(day for day in (date(row.list.year, 12, 31), row.until_on, row.person.ended_on) if day)


def ends(row):
    """The last days of months on which the row counts."""
    found = [date(row.list.year, 11, 30), date(row.list.year, 12, 31)]
    return [on for on in found if row.since_on <= on <= last_of(row)]


def meets(part, row):
    hers, kind = part.person_id == row.person_id, part.contact.kind
    home = row.person.household_id
    shared = row.is_shared and home is not None and part.person.household_id == home
    if not part.seen:
        return False
    return (kind == "home_visit" and (hers or shared)) or (kind == "remote_visit" and hers and row.remote_counts)


def is_seen(part):
    return part.seen and part.contact.kind in ("home_visit", "remote_visit")


def is_professional(part):
    given = {each.code for each in part.contact.services.all()}
    skilled = part.contact.kind in PROFESSIONAL or "SA06" in given
    return part.served and part.contact.outcome == "seen" and skilled
