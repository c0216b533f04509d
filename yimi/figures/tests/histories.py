"""Random histories (随机经过): people who are registered, served, changed, merged and parted again, in any order."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import Http404
from hypothesis import strategies as st

from tests.story import contact, person, void_contact
from yimi.accounts.actions import grant
from yimi.accounts.models import User
from yimi.accounts.places import of_station
from yimi.assignments import actions as tasks
from yimi.assignments.actions import AssignmentFields
from yimi.clients.actions import Answer, answer_transfer, ask_transfer, merge_people, put_person, undo_merge
from yimi.clients.fields import CategoryFields, PersonFields
from yimi.core import seal
from yimi.core.actors import SYSTEM
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import name_id, new_id
from yimi.core.permissions import Role
from yimi.coverage.actions import PlaceFields, put_list
from yimi.figures import fold
from yimi.incidents.actions import put_incident, void_incident
from yimi.incidents.fields import IncidentFields
from yimi.network.actions import move_station
from yimi.programmes.actions import put_group, take_step
from yimi.programmes.fields import GroupFields
from yimi.programmes.models import Group
from yimi.services.actions import put_contact
from yimi.services.fields import ContactFields, PartFields
from yimi.services.models import Kind
from yimi.workforce.actions import end_posting, post_worker

DAYS = st.integers(0, 106).map(lambda n: date(2026, 8, 6) + timedelta(days=n))
WHERE = st.sampled_from([("here", "worker"), ("near", "neighbour"), ("elsewhere", "stranger")])
KINDS = st.sampled_from(["home_visit", "home_visit", *Kind.values])
OUTCOMES = st.sampled_from(["seen", "seen", "seen", "not_home", "declined"])
SERVICES = st.lists(st.sampled_from(["SA01", "EC01", "CC01", "SA05"]), max_size=2, unique=True)
ACTIONS = st.sampled_from(["none", "new", "update"])
HEADCOUNTS = st.sampled_from([None, None, 3, 40])

# Those who come of age, of a band of ages, on a day in the middle of it all; and one of whom it is not known.
BIRTHDAYS = st.sampled_from([date(1956, 9, 30), date(2012, 10, 1), date(1966, 10, 15), date(2019, 9, 15), None])

record = st.tuples(
    st.just("record"),
    WHERE,
    KINDS,
    DAYS,
    st.lists(st.integers(0, 2), max_size=3, unique=True),
    OUTCOMES,
    SERVICES,
    ACTIONS,
    HEADCOUNTS,
    st.none() | DAYS,
)
move = st.tuples(st.just("move"), st.integers(0, 9), DAYS)
void = st.tuples(st.just("void"), st.integers(0, 9))
change = st.tuples(
    st.just("change"), WHERE, st.integers(0, 2), st.sampled_from(["DB", "LSET", "CJR_YZ", "TYJR"]), DAYS,
    st.sampled_from(["verified", "self_reported"]), st.none() | st.integers(0, 40),
    st.sampled_from(["F", "M", "unknown"]), BIRTHDAYS,
)  # fmt: skip
transfer = st.tuples(st.just("transfer"), st.booleans(), st.integers(0, 2))
post = st.tuples(st.just("post"), WHERE, st.booleans(), DAYS, st.none() | st.integers(0, 60))
# Groups of the place: sessions are recorded in them, they end, go on, and become another kind of group.
of_group = st.tuples(
    st.just("group"), st.integers(0, 1), st.sampled_from(["session"] * 6 + ["end", "resume", "retype"]), DAYS,
    st.lists(st.integers(0, 2), max_size=3, unique=True), st.integers(1, 4),
)  # fmt: skip
task = st.tuples(
    st.just("task"), WHERE, st.sampled_from(["professional", "civil_assist", "unrelated"]), DAYS, st.integers(1, 6),
    st.booleans(), st.booleans(),
)  # fmt: skip
report = st.tuples(st.just("report"), WHERE, DAYS, st.sampled_from([None, 0, 5, 1500]), st.booleans())
# A station stops, goes on, and is closed, on days in any order.
stop = st.tuples(
    st.just("stop"), WHERE, st.sampled_from(["suspended", "operating", "suspended", "operating", "closed"]), DAYS
)
# The list of places is put anew.
listing = st.tuples(
    st.just("listing"), st.lists(st.sampled_from(["469030104", "469030105", "469028103"]), unique=True),
    st.sampled_from([2026, 2027]), DAYS,
)  # fmt: skip
folding = st.tuples(st.just("fold"), st.sampled_from([fold.fold, fold.fold_leaves, fold.fold_nodes]))
merge = st.tuples(st.just("merge"), st.integers(0, 5), st.integers(0, 5))
part = st.tuples(st.just("part"), st.integers(0, 5))
histories = st.lists(
    st.one_of(
        record,
        record,
        record,
        of_group,
        of_group,
        move,
        void,
        change,
        merge,
        merge,
        part,
        transfer,
        post,
        task,
        report,
        stop,
        listing,
        listing,
        stop,
        folding,
    ),
    min_size=3,
    max_size=16,
)


def live(world, history):
    """Let it all happen; gives the people of the county by place, and the merges that were made."""
    people = {
        name: [
            person(
                getattr(world, user), getattr(world, name), f"居民{n}", area=area,
                opened_on=date(2026, 9, 7) if n == 2 else None,
            )
            for n in range(3)
        ]
        for name, user, area in (
            ("here", "worker", "469030104"), ("near", "neighbour", "469030105"), ("elsewhere", "stranger", "469028103")
        )
    }  # fmt: skip
    recorded, merges = [], []
    for what, *rest in history:
        if what == "fold":
            rest[0]()
            continue
        # What was merged into another station's file can be named and changed no more.
        with suppress(RuleBroken, Invalid, Http404):
            _happen(world, people, recorded, merges, what, rest)
    return people, merges


def _happen(world, people, recorded, merges, what, rest):
    if what == "record":
        (place, user), kind, on, who, outcome, services, action, headcount, concluded = rest
        parts = [(people[place][n], action if n == 0 and outcome == "seen" else "none") for n in who]
        by = getattr(world, user)
        made = contact(
            by, getattr(world, place), kind, on, parts, outcome=outcome, services=tuple(services),
            headcount=headcount, concluded_on=concluded if concluded and concluded >= on else None, note="示例",
        )  # fmt: skip
        recorded.append((made, by))
    elif what == "group":
        _in_group(world, people["here"], recorded, *rest)
    elif what == "task":
        _task(world, *rest)
    elif what == "report":
        _report(world, *rest)
    elif what == "listing":
        places, year, on = rest
        put_list([PlaceFields(code, year) for code in places], by=world.province, total=len(places), on=on)
    elif what == "stop":
        (place, _user), state, on = rest
        move_station(getattr(world, place).pk, by=world.province, to=state, on=on, reason="修缮")
    elif what == "change":
        _change(world, people, *rest)
    elif what == "merge":
        keep, drop = ([*people["here"], *people["near"]][n] for n in rest)
        merges.append(merge_people(by=world.county, keep=keep.pk, drop=drop.pk, reason="同一人"))
    elif what == "transfer":
        _transfer(world, people, *rest)
    elif what == "post":
        _post(world, *rest)
    elif what == "part" and merges:
        undo_merge(merges[rest[0] % len(merges)].pk, by=world.county)
    elif recorded and what in ("move", "void"):
        made, by = recorded[rest[0] % len(recorded)]
        made.refresh_from_db()
        if not made.is_void:
            void_contact(made.pk, by=by, reason="示例作废") if what == "void" else _move(made, by, rest[1])


def _in_group(world, people, recorded, nth, what, on, who, times):
    """Something happens in one of two groups, a support group and another; they begin when first named."""
    pk = name_id("group", f"{nth}")
    started = Group.objects.unscoped("history").filter(pk=pk).first()
    group = started or _began(world, pk, nth)
    if what == "session":
        parts = [people[n] for n in who]
        days = [day for n in range(times) if (day := on - timedelta(days=n)) >= group.planned_on]
        made = [contact(world.worker, world.here, "group_session", day, parts, group=pk) for day in days]
        recorded += [(each, world.worker) for each in made]
    elif what == "retype":
        other = "interest" if group.group_type == "support" else "support"
        put_group(pk, by=world.worker, fields=_group(world, nth, other, group.version))
    else:
        take_step(Group, pk, by=world.worker, step=what, on=on if what == "end" else None)


def _began(world, pk, nth):
    group = put_group(pk, by=world.worker, fields=_group(world, nth, ("support", "interest")[nth])).row
    take_step(Group, pk, by=world.head, step="approve")
    return take_step(Group, group.pk, by=world.worker, step="start", on=group.planned_on)


def _group(world, nth, group_type, version=None):
    return GroupFields(
        station=world.here.code, name=f"小组{nth}", planned_on=date(2026, 8, 6), group_type=group_type, version=version
    )


def _task(world, where, kind, on, half_hours, is_done, is_taken_back):
    """A task noted at a station, with hours on a day."""
    place, user = where
    by, entry = getattr(world, user), new_id()
    fields = AssignmentFields(getattr(world, place).code, kind, "协助录入", handed_on=on)
    row = tasks.note_assignment(new_id(), by=by, fields=fields)
    tasks.add_hours(row.pk, by=by, entry=entry, on=on, half_hours=half_hours)
    if is_done:
        tasks.finish_assignment(row.pk, by=by, on=on)
    if is_taken_back:
        tasks.take_back_hours(entry, by=by)


def _move(made, by, on):
    """Correct the day of a record."""
    parts = tuple(
        PartFields(client=p.person_id, served=p.served, seen=p.seen, file_action=p.file_action)
        for p in made.participations.all()
    )
    services = tuple(made.services.values_list("code", flat=True))
    fields = ContactFields(
        station=made.station.code, kind=made.kind, service_on=on, outcome=made.outcome, participants=parts,
        services=services, headcount=made.headcount, version=made.version, group=made.group_id,
        concluded_on=made.concluded_on if made.concluded_on and made.concluded_on >= on else None,
    )  # fmt: skip
    put_contact(made.pk, by=by, fields=fields)


def _report(world, where, on, wait, taken_back):
    """Find something that must be reported, and report it at once, a day later or not yet."""
    place, user = where
    found = datetime(on.year, on.month, on.day, 23, 58, tzinfo=ZoneInfo("Asia/Shanghai"))
    told = None if wait is None else found + timedelta(minutes=wait)
    fields = IncidentFields(station=getattr(world, place).code, kind="minor", found_at=found, police_at=told)
    by = getattr(world, user)
    made = put_incident(new_id(), by=by, fields=fields).incident
    if taken_back:
        void_incident(made.pk, by=by, reason="示例作废")


def _transfer(world, people, away, nth):
    """A file moves today between the two stations of the county."""
    leaving, coming = (world.here, world.near) if away else (world.near, world.here)
    heads = {world.here.pk: world.head, world.near.pk: _near_head(world)}
    row = people["here" if away else "near"][nth]
    asked = ask_transfer(row.pk, by=heads[leaving.pk], to=coming.code, reason="搬到女儿家")
    answer_transfer(asked.pk, by=heads[coming.pk], answer=Answer(accept=True))


def _near_head(world):
    found = User.objects.unscoped("history").filter(username="near-head").first()
    if found is None:
        found = User(username="near-head", name="near-head·示例")
        found.save(force_insert=True)
        grant(found, Role.STATION_HEAD, of_station(world.near), by=SYSTEM, from_on=world.opened, because="示例")
    return found


def _post(world, where, full_time, on, length):
    """Somebody is posted to a station, and perhaps leaves."""
    place, user = where
    made = post_worker(
        new_id(), by=world.far_county if place == "elsewhere" else world.county, user=getattr(world, user),
        station=getattr(world, place).pk, post="social_worker", full_time=full_time, from_on=on,
    )  # fmt: skip
    if length is not None:
        end_posting(made.pk, by=SYSTEM, to_on=on + timedelta(days=length), reason="示例")


def _change(world, people, where, nth, code, since, state, length, sex, birth_on):
    """Give a person a category, for some days or for good, a sex and a birth date."""
    place, user = where
    row = people[place][nth]
    row.refresh_from_db()
    seal.read(row, "name")
    fields = PersonFields(
        name=row.opened["name"], station=getattr(world, place).code, area=row.area.code, sex=sex,
        birth_on=birth_on, opened_on=row.opened_on, version=row.version,
        categories=(
            CategoryFields(
                code=code, since_on=since, state=state,
                until_on=None if length is None else min(since + timedelta(days=length), world.today),
            ),
        ),
    )  # fmt: skip
    put_person(row.pk, by=getattr(world, user), fields=fields)
