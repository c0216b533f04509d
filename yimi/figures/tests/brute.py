"""Figures by brute force (逐条计数): plain loops over all facts, written apart from the engine to check it."""

from datetime import date
from zoneinfo import ZoneInfo

from yimi.assignments.models import Assignment, Spent
from yimi.clients.models import FileSpan, Person
from yimi.coverage.models import ListedPlace
from yimi.emergencies.models import Outcome
from yimi.incidents.models import Incident
from yimi.network.models import Station, StationPause
from yimi.programmes.models import Group
from yimi.publications.models import Adoption, Publication
from yimi.services.models import Contact, Participation
from yimi.tracking.models import TrackedItem
from yimi.workforce.models import Posting

DISTINCT = {"SERVED_N", "BENEFIT_N"}
HELP = {"case_session", "paper_check", "resource_delivery", "counselling", "crisis"}
HELPING_SERVICES = {"SA05", "SA06", "CC02", "CC04", "EC04", "SF02"}
NO_CLIENTS = {"PTJM", "TYJR", "HNLR"}
OF_KIND = {
    "CONSULT_N": "consultation",
    "PAPER_N": "paper_check",
    "RES_MATCH": "resource_delivery",
    "REFER_OUT": "referral",
    "REFER_CLOSED": "referral",
    "CRISIS_N": "crisis",
}
SESSIONS = {
    "SESSION": {"group_session", "activity", "publicity"},
    "GROUP_SESSION": {"group_session"},
    "ACT_N": {"activity"},
    "ACT_PT": {"activity"},
    "PUBLICITY_N": {"publicity"},
}
BY_CONTACT = {*OF_KIND, *SESSIONS, "BENEFIT_PT", "VISIT_TRY"}
ON_DAY = {"STATION_ON": "operating_on", "STATION_BUILT": "accepted_on"}
TRACKED = {"TRACK_NEW": "found_on", "TRACK_DONE": "closed_on"}
EMERGENCY = {"EMERG_CONTACT_PT": {"told", "met"}, "EMERG_MOVED_PT": {"moved"}}
ON_HELP = {"ASSIST_PT", "REFER_CLOSED"}


def day_of(contact, measure: str) -> date | None:
    """The day on which a contact counts: help that is concluded later counts then."""
    return contact.concluded_on if measure in ON_HELP and contact.kind == "referral" else contact.service_on


class Ledger:
    """All facts as they are now, read once."""

    def __init__(self, today: date):
        rows = Participation.objects.unscoped("brute force").select_related("contact__group", "person").order_by("pk")
        self.participations = list(rows.prefetch_related("contact__services", "person__categories"))
        contacts = Contact.objects.unscoped("brute force").prefetch_related("participations", "services")
        self.contacts = [contact for contact in contacts if contact.voided_at is None]
        people = Person.objects.unscoped("brute force").filter(state__in=Person.FILED)
        self.people = list(people.prefetch_related("categories"))
        spans = FileSpan.objects.filter(person__state__in=Person.FILED).select_related("person")
        self.spans = list(spans.prefetch_related("person__categories"))
        postings = Posting.objects.unscoped("brute force").filter(full_time=True)
        self.postings = list(postings.select_related("station"))
        self.stations = list(Station.objects.unscoped("brute force"))
        self.pauses = list(StationPause.objects.all())
        self.tracked = list(TrackedItem.objects.unscoped("brute force").exclude(state="void"))
        self.sent = list(Publication.objects.unscoped("brute force").exclude(state="void"))
        adopted = Adoption.objects.unscoped("brute force").select_related("publication")
        self.adopted = [a for a in adopted if a.is_adopted and not a.is_void and a.publication.state != "void"]
        self.groups = list(Group.objects.unscoped("brute force").filter(state__in=("ending", "evaluated", "archived")))
        self.tasks = list(Assignment.objects.unscoped("brute force").filter(state="done"))
        spent = Spent.objects.unscoped("brute force").select_related("assignment")
        self.spent = [each for each in spent if not each.is_void]
        outcomes = Outcome.objects.unscoped("brute force").select_related("operation")
        self.outcomes = [each for each in outcomes if each.voided_at is None and not each.operation.is_drill]
        self.incidents = list(Incident.objects.unscoped("brute force"))
        self.listed = list(ListedPlace.objects.select_related("area"))
        self.today = today

    def was_on(self, station, measure: str, day: date) -> bool:
        """Whether a station was on (or accepted and not stopped) on a day: not strictly between two days of a pause."""
        pauses = [p for p in self.pauses if p.station_id == station.pk]
        paused = any(p.from_on < day and (p.until_on is None or day < p.until_on) for p in pauses)
        return is_open(getattr(station, ON_DAY[measure]), station.ceased_on, day) and not paused

    def on_list(self, area: str, day: date) -> list[ListedPlace]:
        """The places of the list in an area on a day; a place is off it on the day on which it is taken off."""
        rows = [place for place in self.listed if area in place.area.path.split("/")]
        return [p for p in rows if p.listed_on <= day and (p.delisted_on is None or day < p.delisted_on)]

    def state_of(self, place: ListedPlace, day: date) -> str:
        """Whether a station operates in a place on a day."""
        there = [s for s in self.stations if s.area_id == place.area_id and s.level == "station" and s.mode]
        return "covered" if any(self.was_on(s, "STATION_ON", day) for s in there) else "uncovered"

    def is_done(self, group, first: date, last: date) -> bool:
        """Whether a group ended in the span after four sessions that took place."""
        held = [c for c in self.contacts if c.group_id == group.pk and worth(c, "GROUP_SESSION")]
        return falls(group.ended_on, first, last) and len(held) >= 4

    def number(self, measure: str, stations, first: date, last: date, area: str = "") -> int:
        """The figure, counted one by one."""
        last = min(last, self.today)
        if measure == "PLACE_LISTED":
            return len(self.on_list(area, last))
        if measure in ON_DAY:
            rows = [s for s in self.stations if s.pk in stations and s.level == "station"]
            return sum(self.was_on(s, measure, last) for s in rows)
        if measure in TRACKED:
            rows = [t for t in self.tracked if t.station_id in stations]
            return sum(falls(getattr(t, TRACKED[measure]), first, last) for t in rows)
        if measure == "PUB_SENT":
            return sum(falls(p.sent_on, first, last) for p in self.sent if p.station_id in stations)
        if measure == "PUB_ADOPTED":
            rows = [a for a in self.adopted if a.station_id in stations and a.outlet_level != "agency"]
            return sum(falls(a.on, first, last) for a in rows)
        if measure in EMERGENCY:
            rows = [o for o in self.outcomes if o.station_id in stations and first <= o.on <= last]
            rows = [o for o in rows if o.what in EMERGENCY[measure]]
            return sum(o.persons for o in rows) if measure == "EMERG_MOVED_PT" else len(rows)
        if measure == "STAFF_ON":
            return sum(is_open(p.from_on, p.to_on, last) for p in self.postings if p.station_id in stations)
        if measure == "FILE_STOCK":
            return sum(is_open(s.from_on, s.until_on, last) for s in self.spans if s.station_id in stations)
        if measure == "FILE_NEW":
            return sum(p.opened_at_id in stations and first <= p.opened_on <= last for p in self.people)
        if measure == "TASK_N":
            return sum(t.station_id in stations and first <= t.done_on <= last for t in self.tasks)
        if measure in ("TASK_MINUTES", "TASK_ADMIN_MINUTES"):
            rows = [s for s in self.spent if s.station_id in stations and first <= s.on <= last]
            whole = measure == "TASK_MINUTES"
            return sum(30 * s.half_hours for s in rows if whole or s.assignment.kind != "professional")
        if measure == "REPORT_MINOR_N":
            rows = [i for i in self.incidents if i.station_id in stations and i.voided_at is None]
            return sum(falls(told_on(i), first, last) for i in rows)
        if measure in BY_CONTACT:
            rows = [c for c in self.contacts if c.station_id in stations]
            return sum(worth(c, measure) for c in rows if falls(day_of(c, measure), first, last))
        if measure == "GROUP_DONE":
            return sum(self.is_done(g, first, last) for g in self.groups if g.station_id in stations)
        rows = self.counted(measure, stations, first, last)
        if measure == "HOME_VISIT_HH":
            return len({row.contact_id for row in rows})
        return len({row.person_id for row in rows}) if measure in DISTINCT else len(rows)

    def counted(self, measure: str, stations, first: date, last: date) -> list:
        """The participations that count."""
        found, updated = [], set()
        for row in self.participations:
            contact = row.contact
            if contact.voided_at or contact.station_id not in stations:
                continue
            if not falls(day_of(contact, measure), first, last):
                continue
            if measure == "FILE_UPD":
                file = (row.person_id, contact.station_id, contact.service_on)
                if row.file_action == "update" and file not in updated:
                    updated.add(file)
                    found.append(row)
            elif counts(row, measure):
                found.append(row)
        return found


def falls(on: date | None, first: date, last: date) -> bool:
    return on is not None and first <= on <= last


def told_on(incident) -> date | None:
    """The day on which somebody was first told of an incident."""
    told = [at for at in (incident.police_at, incident.civil_at) if at]
    return min(told).astimezone(ZoneInfo("Asia/Shanghai")).date() if told else None


def is_open(first: date | None, last: date | None, day: date) -> bool:
    return first is not None and first <= day and (last is None or day <= last)


def counts(row, measure: str) -> bool:
    kind, met = row.contact.kind, row.served and row.seen
    home = kind == "home_visit"
    domains = {given.domain for given in row.contact.services.all()}
    return {
        "VISIT_FILE_PT": (home and row.served) or row.file_action == "new",
        "HOME_VISIT_PT": home and met,
        "HOME_VISIT_HH": home and met,
        "CARE_VISIT_PT": home and met and "EC" in domains,
        "REMOTE_VISIT_PT": kind == "remote_visit" and met,
        "GROUP_PT": kind == "group_session" and row.served,
        "ASSIST_PT": row.served and row.contact.outcome == "seen" and is_help(row.contact) and is_client(row),
        "SERVED_N": row.served,
        "BENEFIT_N": row.served,
    }[measure]


def is_help(contact) -> bool:
    if contact.kind in HELP or contact.kind == "referral":
        return True
    if contact.group and contact.group.group_type == "support":
        return True
    given = {each.code for each in contact.services.all()}
    return bool(given & HELPING_SERVICES) and contact.kind not in ("activity", "publicity")


def is_client(row) -> bool:
    on = day_of(row.contact, "ASSIST_PT")
    held = held_on(row.person, on) if on else []
    return any(c.code not in NO_CLIENTS and c.state in ("on_register", "verified") for c in held)


def held_on(person, on: date) -> list:
    return [c for c in person.categories.all() if is_open(c.since_on, c.until_on, on)]


def worth(contact, measure: str) -> int:
    if measure == "VISIT_TRY":
        return int(contact.kind == "home_visit" and contact.outcome != "seen")
    if contact.outcome != "seen":
        return 0
    present = contact.headcount
    if present is None:
        present = sum(part.served for part in contact.participations.all())
    if measure == "BENEFIT_PT":
        return present
    if measure in OF_KIND:
        return int(contact.kind == OF_KIND[measure])
    if contact.kind not in SESSIONS[measure] or not present:
        return 0
    return present if measure == "ACT_PT" else 1
