"""The worked example of how figures climb (数字示例): one household, one week across two months."""

from datetime import date

from .story import contact, person, visit

# What it comes to, by measure and period.
NUMBERS = {
    ("VISIT_FILE_PT", "2026-09"): 2,
    ("HOME_VISIT_PT", "2026-09"): 2,
    ("HOME_VISIT_HH", "2026-09"): 1,
    ("FILE_NEW", "2026-09"): 1,
    ("SERVED_N", "2026-09"): 2,
    ("BENEFIT_PT", "2026-09"): 2,
    ("FILE_STOCK", "2026-08"): 0,
    ("FILE_STOCK", "2026-09"): 1,
    ("REMOTE_VISIT_PT", "2026-10"): 1,
    ("SESSION", "2026-10"): 2,
    ("GROUP_PT", "2026-10"): 8,
    ("ACT_PT", "2026-10"): 40,
    ("SERVED_N", "2026-10"): 13,
    ("BENEFIT_PT", "2026-10"): 49,
    ("BENEFIT_N", "2026-10"): 13,
    ("VISIT_FILE_PT", "2026-Q3"): 2,
    ("SESSION", "2026-Q3"): 0,
    ("BENEFIT_PT", "2026"): 51,
    ("SERVED_N", "2026"): 13,
    ("SERVED_N", "2026-W40"): 13,
}
CATEGORIES = {"DB": 1, "CJR_YZ": 1, "LSET": 1}  # of September; two persons
WORKLOAD = {"worker,joint": 2, "colleague,joint": 2}  # of September; one visit


def happen(world):
    """30 September: two workers visit p1 and p2, p1's file is opened. 1 October: a call, a group, an activity."""
    here, worker = world.here, world.worker
    p1 = person(worker, here, "示例一", categories=["DB", "CJR_YZ"])
    p2 = person(worker, here, "示例二", categories=["LSET"])
    members = [person(worker, here, f"组员{n}") for n in range(7)]
    others = [person(worker, here, f"居民{n}") for n in range(4)]
    first, second = date(2026, 9, 30), date(2026, 10, 1)
    visit(worker, here, first, [(p1, "new"), p2], workers=("worker", "colleague"))
    contact(worker, here, "remote_visit", second, [p1])
    contact(worker, here, "group_session", second, [p2, *members])
    contact(worker, here, "activity", second, [p1, *others], headcount=40)
    return world
