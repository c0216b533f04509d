"""The words of a text (行文): how long it is, what it must not say, the headings of a case, and a first draft.

A text tells of an event and of its effect, of nobody: people are 服务对象, 老人, 儿童, places are villages.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from .models import Kind

FEWEST, MOST = 100, 1000  # 字
ADVISED = (200, 400)
CASE_MOST = 3000
OPEN = "（请补充"
HEADINGS = ("【背景】", "【做法】", "【成效】", "【启示】")
NOBODY = "服务对象"
_SPACE = re.compile(r"\s+")
_NUMBERS = (re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"), re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"))


def length(text: str) -> int:
    """How many characters a text has (字数), without the spaces and lines between them."""
    return len(_SPACE.sub("", text))


def faults(kind: str, text: str, names: Iterable[str]) -> list[str]:
    """Why a text cannot be kept as it is: who is named, what number stands in it, what heading is missing."""
    found = []
    if named := sorted(name for name in set(names) if len(name) > 1 and name in text):
        found.append(_("文中有服务对象的姓名（%s），请改为“服务对象”“老人”“儿童”等。") % "、".join(named))
    if any(pattern.search(_SPACE.sub("", text)) for pattern in _NUMBERS):
        found.append(_("文中有身份证号码或手机号码，请删去。"))
    missing = [heading for heading in HEADINGS if heading not in text] if kind == Kind.CASE else []
    if missing:
        found.append(_("典型案例要有%s各部分。") % "".join(missing))
    if length(text) > (CASE_MOST if kind == Kind.CASE else MOST):
        found.append(_("正文太长，信息简报最多 1000 字，典型案例最多 3000 字。"))
    return found


def unready(text: str) -> str:
    """Why a text cannot be handed in yet; nothing where it can."""
    if OPEN in text:
        return _("文中还有“（请补充…）”的地方，请写好后再报送。")
    if length(text) < FEWEST:
        return _("正文不足 100 字，请补充后再报送。")
    return ""


def is_advised(text: str) -> bool:
    """Whether a brief has the length that offices like (200–400 字)."""
    return ADVISED[0] <= length(text) <= ADVISED[1]


def without_names(text: str, names: Iterable[str]) -> str:
    """A text in which people are 服务对象."""
    for name in sorted(set(names), key=len, reverse=True):
        text = text.replace(name, NOBODY) if len(name) > 1 else text
    return text


@dataclass(frozen=True)
class Event:
    """What a record says of an event, without saying who was there."""

    kind: str
    label: str
    on: date
    station: str
    place: str = ""
    title: str = ""
    workers: int = 1
    people: int = 0
    elders: int = 0
    children: int = 0
    services: list[str] = field(default_factory=list)

    @property
    def is_visit(self) -> bool:
        return self.kind in ("home_visit", "remote_visit", "encounter")


@translation.override("zh-hans")
def drafted(event: Event) -> tuple[str, str]:
    """A title and a first text by the template 时间、地点、人员、内容、成效."""
    return _title(event), "\n".join((_opening(event), _content(event), _effect(event)))


def _title(event: Event) -> str:
    if event.is_visit:
        return f"{event.station}走访看望服务对象"
    return f"{event.station}开展{event.title or event.label}"


def _opening(event: Event) -> str:
    day = f"{event.on.month}月{event.on.day}日"
    where = f"在{event.place}" if event.place else ""
    if event.is_visit:
        visited = f"{where}走访" if event.kind == "home_visit" else f"{where}开展{event.label}"
        return f"{day}，{event.station}{event.workers}名社工{visited}，看望{_people(event)}。"
    called = f"“{event.title}”{event.label}" if event.title else event.label
    return f"{day}，{event.station}{where}开展{called}，由{event.workers}名社工组织，{_people(event)}参加。"


def _people(event: Event) -> str:
    """How many there were; elders and children where nobody else was, and nothing of a few among many."""
    for word, n in (("老人", event.elders), ("儿童", event.children)):
        if n and n == event.people:
            return f"{n}名{word}"
    return f"{event.people}名{NOBODY}" if event.people else NOBODY


def _content(event: Event) -> str:
    """What was done, as far as the record says it; how, only who was there can say."""
    about = "、".join(event.services)
    if event.is_visit:
        first = f"走访中，社工围绕{about}开展服务。" if about else "走访中，社工了解近期生活、健康和家庭照料的情况。"
        return f"{first}{OPEN}当天的具体做法：看了什么、讲了哪些政策、当场解决了什么、哪些问题带回研究，写两三句）"
    first = f"活动以{about}为主要内容。" if about else ""
    return f"{first}{OPEN}现场的具体做法：有哪些环节、谁来讲解、怎样互动、解答了哪些问题，写两三句，不写姓名）"


def _effect(event: Event) -> str:
    if event.is_visit:
        return (
            f"通过走访，社工站进一步掌握了{NOBODY}的实际需要。{OPEN}一句实际成效，如办成了什么事、服务对象怎么说，不写姓名）"
            "下一步，社工站将按走访计划继续跟进，与村（居）和有关单位一起落实服务，把关爱和政策送到家门口。"
        )
    return (
        f"通过活动，参加群众了解了身边的服务和求助途径。{OPEN}一句实际成效，如参加者的反映、形成的约定）"
        "下一步，社工站将根据大家的意见改进服务，持续开展群众需要的活动，让服务更贴近村（居）、更有实效。"
    )
