"""What is put right (样本): one form of each kind that is right but for what the asker adds."""

from io import BytesIO
from typing import Any

from PIL import Image

Sent = dict[str, Any]
NEAR = "469030105"
REASON = "核对联系方式"
DEMAND: Sent = {
    "office": "县民政局（示例）", "title": "工作亮点", "basis": "示例〔2026〕3号", "frequency": "monthly",
    "minutes": "30", "lines": "工作亮点", "to_level": "station", "valid_from": "2026-11-01",
}  # fmt: skip
INCIDENT: Sent = {"kind": "minor", "found_at": "2026-11-19T09:00", "police_at": "2026-11-19T09:05"}
TEXT: Sent = {"kind": "brief", "title": "社工站开展敬老活动", "on": "2026-11-19", "body": "社工站开展敬老活动。"}
PRINTED: Sent = {"level": "media", "outlet": "示例日报", "outlet_level": "county", "on": "2026-11-20"}
REFERRAL: Sent = {"receiver": "hospital", "to_name": "县人民医院", "need": "需要住院检查", "items": ["name", "need"]}
POLICY: Sent = {
    "kind": "notice", "title": "通知", "issuer": "民政局（示例）", "number": "9号", "issued_on": "2026-11-20",
    "valid_from": "2026-11-20", "text": "正文",
}  # fmt: skip
GIFTS = {"name": "大米", "unit": "袋", "each": 1, "prepared": 9}
CAMPAIGN: Sent = {
    "kind": "other", "name": "送温暖", "first_on": "2026-11-16", "last_on": "2026-11-22", "goods-TOTAL_FORMS": "1",
    "goods-INITIAL_FORMS": "0",
} | {f"goods-0-{name}": str(value) for name, value in GIFTS.items()}  # fmt: skip
EMERGENCY: Sent = {"kind": "typhoon", "name": "第21号台风", "level": "3", "impact_at": "2026-11-21T08:00"}
DELIVERY: Sent = {"on": "2026-11-20", "outcome": "seen"}
PLAN: Sent = {
    "year": "2027", "platform": "资源平台", "project": "重点项目", "project_level": "station",
    "line_domain": ["SA"], "line_measure": ["SESSION"], "line_quantity": ["12"],
}  # fmt: skip
STEP: Sent = {"title": "镇站协调会", "office": "站长", "begins_on": "2026-11-01", "due_on": "2026-12-01"}
DUTY: Sent = {
    "year": "2026", "title": "落实场地", "basis": "建站指引", "office": "基层治理科", "due_on": "2026-12-01",
}  # fmt: skip


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
