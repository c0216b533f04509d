"""What is sent (巡检内容): a form that each page takes, a body that each operation takes.

`own` are the rows within reach; what is sent is right for them, so that it is refused for its reach and nothing else.
"""

from io import BytesIO
from typing import Any

from PIL import Image

from yimi.core import clock
from yimi.core.ids import new_id
from yimi.core.permissions import Permission

from .samples import (
    CAMPAIGN,
    DELIVERY,
    DEMAND,
    DUTY,
    EMERGENCY,
    GIFTS,
    INCIDENT,
    PLAN,
    POLICY,
    PRINTED,
    REFERRAL,
    STEP,
    TEXT,
    Sent,
)

NEAR = "469030105"
REASON = "核对联系方式"


def photo() -> bytes:
    """The smallest photo."""
    made = BytesIO()
    Image.new("RGB", (4, 4), "teal").save(made, "JPEG")
    return made.getvalue()


class Table:
    """A file to send with a form; it reads the same each time."""

    def __init__(self, content: bytes, name: str = "名册.xlsx"):
        self.content, self.name = content, name

    def read(self) -> bytes:
        return self.content


FORMS: dict[str, Sent] = {
    "accounts:login": {"username": "nobody", "password": "not-the-password"},
    "accounts:answer": {"approve": "yes", "answer": "同意"},
    "accounts:grant_end": {"because": "调离"},
    "accounts:user_new": {"username": "sweep.new", "name": "新来的"},
    "accounts:appoint": {"role": "auditor", "on_kind": "province", "from_on": "2026-11-20", "because": "示例"},
    "accounts:user_active": {"because": "停用"},
    "accounts:password_reset": {"because": "忘记"},
    "services:void": {"reason": "重复录入"},
    "services:export": {"purpose": "月度核对"},
    "services:new": {"note": "谈就业"},
    "services:edit": {"service_on": "2026-11-18", "outcome": "seen", "version": "1"},
    "services:file_add": {"file": Table(photo(), "合影.jpg")},
    "programmes:group_step": {"step": "approve"},
    "programmes:activity_step": {"step": "approve"},
    "incidents:void": {"reason": "误录"},
    "referrals:consent": {"speaker": "self", "how": "oral", "on": "2026-11-20"},
    "referrals:urgent": {"text": "需立即就医"},
    "referrals:accept": {"text": "可以接收"},
    "referrals:decline": {"text": "暂无该项服务"},
    "referrals:result": {"text": "已接续服务"},
    "referrals:close": {"text": "另行安排"},
    "referrals:withdraw": {"text": "本人改变主意"},
    "workforce:end": {"to_on": "2026-11-20", "reason": "调离"},
    "workforce:post": {"username": "newcomer", "post": "social_worker", "full_time": "on", "from_on": "2026-11-20"},
    "clients:void": {"reason": "重复建档"},
    "clients:same": {"name": "黎汀兰", "id_type": "none"},
    "clients:reveal": {"field": "phone", "reason": REASON},
    "clients:categories": {"code": "DJLR", "state": "self_reported", "since_on": "2026-11-01"},
    "clients:category_end": {"code": "GLLR", "since_on": "2026-01-01", "on": "2026-11-20"},
    "clients:consent": {"answer": "withdrawn", "speaker": "self", "method": "thumb", "on": "2026-11-19"},
    "clients:end": {"state": "moved", "on": "2026-11-20", "reason": "迁往外县"},
    "clients:reopen": {"on": "2026-11-20", "reason": "又回来了"},
    "clients:transfer": {"to": NEAR, "reason": "搬到红毛镇"},
    "clients:transfer_answer": {"accept": "no", "answer": "仍住本地"},
    "clients:consult_answer": {"accept": "yes", "days": "7"},
    "clients:ask_elsewhere": {"what": "consult", "reason": "常来本站"},
    "exchange:export_new": {"purpose": "月度核对"},
    "ledgers:choose": {
        "paper": "ledger_visits",
        "first": "2026-11-01",
        "last": "2026-11-20",
        "layout": "pdf",
        "purpose": "月度核对",
    },
    "ledgers:blank": {"paper": "ledger_visits", "layout": "xlsx"},
    "exchange:export_answer": {"accept": "yes"},
    "registers:columns": {"header": "1", "column_0": "name"},
    "inbox:mail": {"address": "office@example.cn", "kinds": "tracked"},
    "inbox:confirm": {"code": "000000"},
    "tracking:recheck": {"answer": "accept", "version": "2"},
    "tracking:extend": {"due_on": "2026-12-31", "words": "材料待到货"},
    "tracking:escalate": {"words": "多次未办结"},
    "tracking:plan": {"year": "2027", "words": "明年统一制作"},
    "tracking:void": {"words": "重复提出"},
    "construction:check": {"result-SIGN-01": "pass", "do": "save"},
    "construction:inspect": {"result-SIGN-01": "pass", "do": "save"},
    "construction:photo_add": {"item": "SIGN-01", "file": Table(photo(), "门牌.jpg")},
    "construction:unveiling_photo": {"file": Table(photo(), "揭牌.jpg")},
    "construction:begin": {"premises": "reused"},
    "construction:open": {"on": "2026-11-20"},
    "construction:suspend": {"on": "2026-11-20", "reason": "修缮"},
    "construction:close": {"on": "2026-11-20", "reason": "不再设站"},
    "network:served": {"areas": ["469030104"], "on": "2026-11-20"},
    "network:merge": {"into": "469030105", "on": "2026-11-20", "reason": "人口减少", "confirm": "1"},
    "construction:spot": {"code": "SIGN-01", "result": "unmet", "note": "字迹褪色"},
    "construction:unveiling_void": {"reason": "日期登错"},
    "monitoring:tell": {"to": "县委办公室"},
    "reports:return": {"reason": "请补充"},
    "reports:excuse": {"reason": "受灾停运"},
    "reports:amend": {"reason": "补录"},
    "requests:publish": {"version": "1"},
    "requests:return": {"back-reason": "依据不全"},
    "requests:end": {"reason": "与系统重复"},
    "requests:feedback_answer": {"answer": "改为每季一次"},
    "assignments:finish": {"note": "已办"},
    "assignments:return": {"reason": "非本职"},
    "campaigns:export": {"purpose": "月度核对"},
    "campaigns:step": {"step": "sum_up", "on": "2026-11-20", "text": "小结说明"},
    "campaigns:receipts": {"layout": "xlsx"},
    "campaigns:undo": {"reason": "登记错"},
    "campaigns:file_add": {"file": Table(photo(), "签收表.jpg"), "sort": "receipts"},
    "campaigns:choose": {"categories": "GLLR"},
    "emergencies:level": {"level": "2"},
    "emergencies:phase": {"phase": "move"},
    "emergencies:withdraw": {"reason": "点错了"},
    "emergencies:table": {"purpose": "报三防办"},
    "papers:papers": {"version": "2", "mark_form": "present"},
    "papers:outcome": {"outcome": "other", "words": "转民政办"},
    "papers:withdraw": {"reason": "不再申请"},
    "papers:void": {"void-reason": "收错了人"},
    "coverage:place": {"code": "469030105", "year": "2027"},
    "coverage:delist": {"code": "469030105", "reason": "撤并"},
    "policies:repeal": {"repeal-on": "2026-11-20", "repeal-reason": "机构调整"},
    "policies:relate": {"kind": "implements", "target": "1号"},
    "policies:discard": {"discard-reason": "不发了"},
    "policies:withdraw_relation": {"withdraw-reason": "选错了"},
    "dispatches:meeting": {"held_on": "2026-11-20", "place": "会议室", "chair": "分管领导", "attendees": "各站"},
    "dispatches:issue": {"minutes": "会议听取了进展情况。"},
    "dispatches:withdraw": {"reason": "会后合并"},
    "dispatches:close": {"version": ""},
    "dispatches:circular_send": {"version": ""},
    "dispatches:circular_return": {"reason": "请再核对"},
    "dispatches:circular_sign": {"version": ""},
    "dispatches:circular_issue": {"number": "通报〔2026〕2 号", "receive_by": "2026-11-27"},
    "dispatches:circular_reply": {"text": "照办"},
    "dispatches:circular_archive": {"version": ""},
    "dispatches:propose": {"object": "worker"},
    "dispatches:publish": {"object": "station"},
    "dispatches:decide": {"is_upheld": "no", "decision": "维持原结果"},
    "planning:plan_return": {"reason": "请补充"},
    "planning:plan_amend": {"reason": "新增任务"},
    "planning:milestone": {"on": "2026-11-20", "proof": "会议纪要"},
    "planning:milestone_file_add": {"file": Table(photo(), "纪要.jpg")},
    "planning:duty_file_add": {"file": Table(photo(), "纪要.jpg")},
    "planning:milestone_void": {"reason": "重复"},
    "planning:duty": {"progress": "推进中"},
    "planning:duty_void": {"reason": "重复"},
    "publications:void": {"reason": "写错了"},
    "publications:photo_add": {"file": Table(photo(), "合影.jpg"), "consent": "nobody"},
    "publications:photo_blur": {"whole": "on"},
    "publications:answer": {"level": "county", "answer": "adopt"},
    "publications:note": {"on": "2026-11-20", "text": "下周联系村医"},
    "publications:entry_void": {"reason": "登错了"},
    "visiting:pause": {"reason": "away", "from_on": "2026-12-07"},
    "visiting:resume": {"on": "2026-11-20"},
    "visiting:sign": {"opinion": "同意", "from_on": "2027-01-01"},
    "visiting:return": {"reason": "请再核对"},
    "ui:language": {"language": "en"},
    "accounts:language": {"language": "en"},
}
REVEALS = ("POST clients:reveal", "POST /clients/{pk}/reveal", "POST emergencies:phone")

# What else is sent to a page: (page, what it is called, what differs).
ALSO: list[tuple[str, str, Sent]] = [
    ("clients:reveal", "health_note", {"field": "health_note"}),
    ("clients:reveal", "guardian_phone", {"field": "guardian_phone"}),
    ("clients:reveal", "disability_number", {"field": "disability_number"}),
    ("clients:transfer_answer", "accepting", {"accept": "yes", "answer": ""}),
    ("clients:consult_answer", "declining", {"accept": "no", "answer": "不需要"}),
    ("clients:ask_elsewhere", "taking over", {"what": "transfer", "to": "469030104"}),
]
# The same to an operation.
ALSO_TO_PROGRAMS: list[tuple[str, str, Sent]] = [
    ("POST /clients/{pk}/transfers", "into her own station", {"to": "469030104"}),
]
# Whoever has the id of a file elsewhere may ask for it, as its role may; she learns that she has asked.
ASKS = {
    "POST /clients/{pk}/consults": Permission.PERSON_WRITE,
    "POST /clients/{pk}/transfers into her own station": Permission.PERSON_MOVE,
}


def forms(own) -> dict[str, Sent]:
    """A form that each page takes."""
    person, worker, station = str(own["person"]), str(own["user"]), own["closed code"]
    twin = str(own["_twin"].pk)
    return FORMS | {
        "registers:send": {
            "source": "TK",
            "area": own["area code"],
            "as_of": "2026-10-31",
            "file": Table(own["_table"]),
        },
        "incidents:new": INCIDENT | {"id": str(own["incident"]), "station": station},
        "incidents:edit": INCIDENT | {"id": str(own["incident"]), "station": station, "version": "1"},
        "referrals:new": REFERRAL | {"id": str(own["referral"]), "person": person},
        "referrals:edit": REFERRAL | {"id": str(own["referral"]), "person": person, "version": "1"},
        "registers:entry": {"person": person},
        "registers:enroll": {"pick": str(own["open entry"])},
        "registers:settle": {"pick": str(own["difference"])},
        "visiting:draft": {"station": station, "year": "2026"},
        "visiting:table": {"station": station, "year": "2026", "purpose": "月度核对"},
        "visiting:add": {"person": str(own["ended person"])},
        "visiting:drop": {"person": twin},
        "visiting:remove": {"person": person, "reason": "away"},
        "visiting:keep": {"person": person},
        "visiting:strike": {"person": twin},
        "assignments:new": {
            "id": str(new_id()),
            "station": station,
            "title": "协助录入",
            "kind": "civil_assist",
            "handed_on": "2026-11-20",
        },
        "inbox:preview": {"kind": "tracked", "pick": str(own["tracked"])},
        "inbox:send": {"kind": "tracked", "pick": str(own["answered tracked"]), "batch": str(new_id())},
        "alerts:explain": {"step": str(new_id()), "version": "1", "words": "已安排上门"},
        "alerts:resolve": {"step": str(new_id()), "version": "1", "words": "情况稳定"},
        "alerts:escalate": {"step": str(new_id()), "version": "1", "words": "需省级协调"},
        "tracking:new": {"id": str(new_id()), "station": station, "kind": "notice", "title": "补挂标牌"},
        "tracking:proof": {"step": str(new_id()), "words": "已办"},
        "construction:accept": {"id": str(new_id())},
        "construction:again": {"id": str(new_id())},
        "construction:unveiling_new": {
            "id": str(new_id()),
            "title": "集中揭牌",
            "on": "2026-11-20",
            "stations": station,
        },
        "assignments:hours": {"entry": str(new_id()), "on": "2026-11-20", "hours": "1.5"},
        "emergencies:new": EMERGENCY | {"id": str(new_id()), "areas": own["area code"]},
        "emergencies:edit": EMERGENCY | {"id": str(own["emergency"]), "areas": own["area code"], "version": "1"},
        "emergencies:send": {"file": Table(own["_table"])},
        "emergencies:add": {"id": str(new_id()), "name": "临时住客", "village": station, "persons": "1"},
        "emergencies:line_edit": {"persons": "2", "version": "1"},
        "emergencies:outcome": {"id": str(new_id()), "what": "told"},
        "emergencies:after": {"id": str(new_id()), **dict.fromkeys(("house", "utilities", "medicine", "mood"), "fine")},
        "emergencies:safe": {"id": str(new_id())},
        "emergencies:print": {"id": str(new_id()), "station": station, "village": station},
        "campaigns:new": CAMPAIGN | {"id": str(new_id()), "station": station},
        "campaigns:edit": CAMPAIGN | {"id": str(own["campaign"]), "station": station, "version": "2"},
        "campaigns:add": {"person": person},
        "campaigns:remove": {"person": twin},
        "campaigns:deliver": DELIVERY | {"batch": str(new_id()), "pick": twin, "workers": own["account"]},
        "publications:new": TEXT | {"id": str(new_id()), "station": station},
        "publications:edit": TEXT | {"id": str(own["publication"]), "station": station, "version": "1"},
        "publications:photo_add": {"id": str(new_id())},
        "publications:printed": PRINTED | {"adoption": str(new_id())},
        "publications:entry_new": {
            "id": str(new_id()),
            "place": f"station:{station}",
            "on": "2026-11-20",
            "title": "县民政局到站调研",
        },
        "dispatches:begin": {"id": str(new_id()), "report": str(own["quarter report"])},
        "dispatches:circular_begin": {"id": str(new_id()), "report": str(own["quarter report"])},
        "dispatches:decision": {
            "id": str(new_id()),
            "title": "补齐资料",
            "owner": f"station:{station}",
            "due_on": "2026-12-01",
            "kind": "chased",
        },
        "dispatches:plan": {"id": str(new_id()), "title": "考核方案", "planned_on": "2026-11-20", "words": "分开考核"},
        "dispatches:objection": {"id": str(new_id()), "reason": "档案数有更新"},
        "planning:plan_new": PLAN | {"id": str(new_id()), "station": station},
        "planning:plan_edit": PLAN | {"id": str(own["plan"]), "station": station, "year": "2026", "version": "1"},
        "planning:target_new": {
            "id": str(new_id()),
            "area": own["public area"],
            "year": "2026",
            "measure": "ACT_N",
            "value": "12",
            "anchor": "own",
            "anchor_title": "年度要点",
        },
        "planning:target_divide": {"station": station},
        "planning:split": {"version": "1", "again": "1", "rule": "workdays"},
        "planning:milestone_new": STEP | {"id": str(new_id())},
        "planning:milestone_edit": STEP | {"id": str(own["milestone"]), "version": "1"},
        "planning:duty_new": DUTY | {"id": str(new_id()), "county": own["public area"]},
        "planning:duty_edit": DUTY | {"id": str(own["duty"]), "county": own["public area"], "version": "1"},
        "reports:confirm_many": {"report": str(own["report"]), "cadence": "monthly", "period": "2026-10"},
        "reports:fill": {"version": "2", "words_next": "走访", "typed_code": ""},
        "requests:new": DEMAND | {"id": str(new_id()), "area": own["public area"], "target": own["public area"]},
        "requests:edit": DEMAND
        | {
            "id": str(own["proposed demand"]),
            "area": own["public area"],
            "target": own["public area"],
            "version": "1",
        },
        "requests:fill": {"id": str(own["answer"]), "version": "1", "text_0": "更正"},
        "requests:feedback_new": {"id": str(new_id()), "kind": "suggestion", "text": "少要表", "to": "county"},
        "papers:receive": {"id": str(new_id()), "person": person, "kind": "DB", "received_on": "2026-11-20"},
        "policies:new": POLICY | {"id": str(new_id()), "area": own["public area"]},
        "policies:edit": POLICY | {"id": str(own["policy draft"]), "area": own["public area"], "version": "2"},
        "clients:assign": {"person": person, "worker": worker},
        "clients:household": {"of": twin},
        "clients:merge": {"keep": person, "drop": twin, "reason": "同一个人"},
        "clients:particulars": {"ethnicity": "苗族", "is_safe_contact": "on", "version": str(own["version"])},
        "programmes:members": {"add": twin},
        "clients:handover": {"whose": own["account"], "workers": worker},
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
