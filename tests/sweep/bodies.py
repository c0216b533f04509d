"""What is sent to programs' operations (巡检内容): a body that each of them takes; the pages have forms.py.

`own` are the rows within reach; what is sent is right for them, so that it is refused for its reach and nothing else.
"""

from typing import Any

from yimi.core import clock
from yimi.core.ids import new_id
from yimi.core.permissions import Permission

from .samples import (
    DEMAND,
    DUTY,
    GIFTS,
    NEAR,
    POLICY,
    REASON,
    REFERRAL,
    STEP,
    TEXT,
    Sent,
    Table,
    photo,
)

REVEALS = ("POST clients:reveal", "POST /clients/{pk}/reveal", "POST emergencies:phone")

# What else is sent to an operation: (operation, what it is called, what differs).
ALSO_TO_PROGRAMS: list[tuple[str, str, Sent]] = [
    ("POST /clients/{pk}/transfers", "into her own station", {"to": "469030104"}),
]
# Whoever has the id of a file elsewhere may ask for it, as its role may; she learns that she has asked.
ASKS = {
    "POST /clients/{pk}/consults": Permission.PERSON_WRITE,
    "POST /clients/{pk}/transfers into her own station": Permission.PERSON_MOVE,
}


def always(own) -> dict[str, Sent]:
    """What stands in an address beside the filter that is asked for."""
    files, rows, month = {"period": "2026-11"}, {"measure": "VISIT_FILE_PT"}, {"month": "2026-10"}
    return {
        "figures:rows": files | rows,
        "GET /figures/rows": files | {"measure": "FILE_STOCK"},
        "GET /figures": files | rows,
        "services:adjusted": rows | month,
        "GET /contacts/adjusted": rows | month,
        "clients:merge": {"keep": str(own["person"])},
        "clients:handover": {"workers": str(own["user"])},
        "visiting:rows": {"what": "registered"},
    }


def bodies(own) -> dict[str, Sent]:
    """A body that each operation takes."""
    return {
        "POST /auth/token": {"username": "nobody", "password": "not-the-password"},
        "PUT /clients/{pk}": {"name": "周小满", "station": own["closed code"], "area": own["closed code"]},
        "POST /clients/{pk}/reveal": {"field": "phone", "reason": REASON},
        "POST /clients/{pk}/void": {"reason": "重复建档"},
        "POST /clients/{pk}/end": {"state": "moved", "on": "2026-11-20", "reason": "迁往外县"},
        "POST /clients/{pk}/reopen": {"on": "2026-11-20", "reason": "又回来了"},
        "POST /clients/{pk}/transfers": {"to": NEAR, "reason": "搬到红毛镇"},
        "POST /clients/{pk}/consults": {"reason": "常来本站"},
        "POST /clients/merge": {"keep": str(own["person"]), "drop": str(own["_twin"].pk), "reason": "同一个人"},
        "POST /exports": {"kind": "people", "purpose": "月度核对", "filters": {"station": own["closed code"]}},
        "POST /transfers/{pk}/accept": {"answer": "同意"},
        "POST /transfers/{pk}/decline": {"answer": "仍住本地"},
        "POST /consults/{pk}/accept": {"days": 7},
        "POST /consults/{pk}/decline": {"answer": "不需要"},
        "PUT /groups/{pk}": {
            "station": own["closed code"], "name": "老友记", "group_type": "growth", "planned_on": "2026-11-01",
            "members": [str(own["person"])],
        },
        "POST /groups/{pk}/steps": {"step": "approve"},
        "PUT /activities/{pk}": {"station": own["closed code"], "title": "敬老活动", "planned_on": "2026-11-01"},
        "POST /activities/{pk}/steps": {"step": "approve"},
        "PUT /contacts/{pk}": {
            "station": own["closed code"], "kind": "home_visit", "service_on": "2026-11-19",
            "participants": [{"client": str(own["person"])}],
        },
        "PUT /papers/{pk}": {
            "station": own["closed code"], "client": str(own["person"]), "kind": "DB", "received_on": "2026-11-19",
        },
        "PUT /emergencies/{pk}": {
            "kind": "typhoon", "name": "第21号台风", "level": 3, "areas": [own["area code"]],
            "impact_at": "2026-11-21T08:00:00+08:00",
        },
        "POST /emergencies/{pk}/level": {"level": 2},
        "POST /emergencies/{pk}/phase": {"phase": "move"},
        "PUT /emergencies/{pk}/lines/{new}": {"name": "临时住客", "village": own["closed code"]},
        "PUT /emergencies/{pk}/outcomes/{new}": {
            "line": str(own["emergency line"]), "what": "told", "at": clock.now().isoformat(),
        },
        "PUT /emergencies/{pk}/after-visits/{new}": {
            "line": str(own["emergency line"]), "at": clock.now().isoformat(), "house": "fine",
        },
        "PUT /campaigns/{pk}": {
            "station": own["closed code"], "kind": "other", "name": "送温暖", "first_on": "2026-11-16",
            "last_on": "2026-11-22", "goods": [GIFTS],
        },
        "POST /campaigns/{pk}/steps": {"step": "sum_up"},
        "POST /campaigns/{pk}/recipients": {"add": [str(own["person"])]},
        "PUT /campaigns/{pk}/deliveries": {
            "batch": str(new_id()), "on": "2026-11-20", "people": [{"client": str(own["_twin"].pk)}],
        },
        "POST /papers/{pk}/check": {"items": [{"code": "form", "mark": "present"}]},
        "POST /papers/{pk}/return": {},
        "POST /papers/{pk}/receive": {},
        "POST /papers/{pk}/hand": {},
        "POST /papers/{pk}/note": {"outcome": "other", "words": "转民政办"},
        "POST /papers/{pk}/withdraw": {"reason": "不再申请"},
        "PUT /incidents/{pk}": {
            "station": own["closed code"], "client": str(own["person"]), "kind": "minor",
            "found_at": "2026-11-19T09:00:00+08:00", "police_at": "2026-11-19T09:05:00+08:00",
        },
        "POST /incidents/{pk}/void": {"reason": "误录"},
        "PUT /provided/{pk}": {
            "place": own["closed code"], "first": "2026-11-01", "last": "2026-11-20", "to": "县委办公室",
        },
        "POST /provided/{pk}/tell": {"id": str(new_id()), "to": "县委办公室"},
        "PUT /requests/{pk}": DEMAND | {
            "area": own["public area"], "target": own["public area"], "minutes": 30, "lines": [{"text": "工作亮点"}],
        },
        "PUT /reports/{pk}": {"words": {"next": "走访"}},
        "POST /reports/{pk}/return": {"reason": "请补充"},
        "POST /reports/{pk}/excuse": {"reason": "受灾停运"},
        "POST /reports/{pk}/amend": {"id": str(new_id()), "reason": "补录"},
        "POST /requests/{pk}/publish": {},
        "POST /requests/{pk}/return": {"reason": "依据不全"},
        "POST /requests/{pk}/end": {"reason": "与系统重复"},
        "PUT /dispatches/{pk}": {"report": str(own["quarter report"])},
        "POST /dispatches/{pk}/meeting": {
            "held_on": "2026-11-20", "place": "会议室", "chair": "分管领导", "attendees": "各站",
        },
        "PUT /dispatches/decisions/{pk}": {
            "dispatch": str(own["dispatch"]), "owner": f"station:{own['closed code']}", "title": "补齐资料",
            "due_on": "2026-12-01",
        },
        "POST /dispatches/{pk}/issue": {"minutes": "会议听取了进展情况。"},
        "POST /dispatches/{pk}/close": {},
        "PUT /circulars/{pk}": {"report": str(own["quarter report"])},
        "POST /circulars/{pk}/send": {},
        "POST /circulars/{pk}/return": {"reason": "请再核对"},
        "POST /circulars/{pk}/sign": {},
        "POST /circulars/{pk}/issue": {"number": "通报〔2026〕2 号", "receive_by": "2026-11-27"},
        "POST /circulars/{pk}/reply": {"text": "照办"},
        "POST /circulars/{pk}/archive": {},
        "PUT /assignments/{pk}": {
            "station": own["closed code"], "title": "协助录入", "kind": "civil_assist", "handed_on": "2026-11-20",
        },
        "POST /assignments/{pk}/accept": {},
        "POST /assignments/{pk}/return": {"reason": "非本职"},
        "POST /assignments/{pk}/finish": {"note": "已办"},
        "POST /assignments/{pk}/hours": {"id": str(new_id()), "on": "2026-11-20", "hours": 1.5},
        "PUT /publications/{pk}": TEXT | {"station": own["closed code"]},
        "POST /publications/{pk}/submit": {},
        "POST /publications/{pk}/adopt": {"level": "county"},
        "POST /publications/{pk}/decline": {"level": "county"},
        "PUT /plans/{pk}": {"station": own["closed code"], "year": 2026, "platform": "资源平台"},
        "POST /plans/{pk}/submit": {},
        "POST /plans/{pk}/sign": {},
        "POST /plans/{pk}/return": {"reason": "请补充"},
        "PUT /targets/{pk}": {
            "measure": "ACT_N", "year": 2026, "area": own["public area"], "value": 12, "anchor": "own",
            "anchor_title": "年度要点",
        },
        "PUT /milestones/{pk}": STEP | {"station": own["closed code"]},
        "POST /milestones/{pk}/done": {"on": "2026-11-20", "proof": "会议纪要"},
        "POST /milestones/{pk}/reopen": {},
        "POST /milestones/{pk}/void": {"reason": "重复"},
        "POST /milestones/{pk}/files": {"file": Table(photo(), "纪要.jpg")},
        "PUT /duties/{pk}": DUTY | {"county": own["public area"], "year": 2026},
        "POST /duties/{pk}/progress": {"progress": "推进中"},
        "POST /duties/{pk}/done": {"progress": "已交付", "on": "2026-11-20"},
        "POST /duties/{pk}/void": {"reason": "重复"},
        "POST /duties/{pk}/files": {"file": Table(photo(), "纪要.jpg")},
        "PUT /referrals/{pk}": REFERRAL | {"client": str(own["person"])},
        "POST /referrals/{pk}/consent": {"speaker": "self", "how": "oral", "on": "2026-11-20"},
        "POST /referrals/{pk}/send": {"urgent_reason": "需立即就医"},
        "POST /referrals/{pk}/accept": {"note": "可以接收"},
        "POST /referrals/{pk}/decline": {"reason": "暂无该项服务"},
        "POST /referrals/{pk}/result": {"result": "已接续服务"},
        "POST /referrals/{pk}/close": {"note": "另行安排"},
        "POST /referrals/{pk}/withdraw": {"reason": "本人改变主意"},
        "POST /contacts/{pk}/void": {"reason": "重复录入"},
        "POST /alerts/{pk}/explain": {"step": str(new_id()), "words": "已安排上门"},
        "POST /alerts/{pk}/resolve": {"step": str(new_id()), "words": "情况稳定"},
        "POST /alerts/{pk}/escalate": {"step": str(new_id()), "words": "需省级协调"},
        "PUT /tracked-items/{pk}": {"station": own["closed code"], "title": "补挂标牌"},
        "POST /tracked-items/{pk}/answer": {"step": str(new_id()), "words": "已办", "file": Table(photo(), "门牌.jpg")},
        "POST /tracked-items/{pk}/recheck": {"accept": True},
        "POST /tracked-items/{pk}/extend": {"due_on": "2026-12-31", "words": "材料待到货"},
        "POST /tracked-items/{pk}/urge": {"words": "多次未办结"},
        "POST /tracked-items/{pk}/plan": {"year": 2027, "words": "明年统一制作"},
        "POST /tracked-items/{pk}/void": {"words": "重复提出"},
        "PUT /documents/{pk}": POLICY | {"area": own["public area"]},
        "POST /documents/{pk}/publish": {},
    }  # fmt: skip


def naming(body: Sent, path: str, value: Any) -> Sent:
    """The body with another row named in it."""
    if path == "client" and "client" in body:
        return body | {"client": str(value)}
    if path == "areas":
        return body | {"areas": [str(value)]}
    if path == "client":
        return body | {"participants": [{"client": str(value)}]}
    if "participants" in body:
        return body | {path: value, "participants": [], "headcount": 3, "kind": "publicity"}
    return body | {path: value if isinstance(value, str) else str(value)}
