"""What domains declare upward to pages (页面声明): navigation, searches and panels of other domains' pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from yimi.core.actors import may
from yimi.core.declare import Declared
from yimi.core.permissions import Permission


@dataclass(frozen=True)
class NavItem:
    """An entry of the main bar (导航) or the account menu. No permission: everybody signed in."""

    key: str
    label: Any
    url_name: str
    permission: Permission | None = None
    order: int = 0
    icon: str = ""

    @property
    def namespace(self) -> str:
        return self.url_name.rpartition(":")[0]


@dataclass(frozen=True)
class SearchPage:
    """A page that answers the search box of the bar (查找) with `?q=`; the first permitted one is used."""

    key: str
    label: Any
    url_name: str
    permission: Permission
    order: int = 0


@dataclass(frozen=True)
class Panel:
    """A panel that a domain puts on another domain's page (面板): `render(request, subject)` gives html, or nothing."""

    key: str
    page: str
    permission: Permission
    render: Callable[[Any, Any], str]
    order: int = 0


@dataclass(frozen=True)
class Said:
    """One sentence that says what to do now, and where (首页的一句话)."""

    words: Any
    url: str
    action: Any


@dataclass(frozen=True)
class Lead:
    """What a domain has to say first on a home page: `say(actor)` gives the sentence, or nothing."""

    key: str
    permission: Permission
    say: Callable[[Any], Said | None]
    order: int = 0


@dataclass(frozen=True)
class Signal:
    """A sign in the head of every page (页眉提示) with how many things wait behind it, in one statement."""

    key: str
    label: Any
    url_name: str
    icon: str
    count: Callable[[Any], int]
    order: int = 0


nav: Declared[NavItem] = Declared("nav")
account_menu: Declared[NavItem] = Declared("account menu")
foot: Declared[NavItem] = Declared("foot")  # what stands at the foot of every page of somebody signed in (页脚)
work: Declared[NavItem] = Declared("work")  # the lists of daily work, as tabs under the first of them (服务记录)
signals: Declared[Signal] = Declared("signal")
search_pages: Declared[SearchPage] = Declared("search page")
panels: Declared[Panel] = Declared("panels")
leads: Declared[Lead] = Declared("leads")


def permitted(items: Declared, actor: Any) -> list:
    """The declared items that this person may open, in order."""
    return [item for item in items if item.permission is None or may(actor, item.permission)]


def first_lead(actor: Any) -> Said | None:
    """The sentence with which her home page opens: the first that a domain has for her."""
    return next((said for lead in permitted(leads, actor) if (said := lead.say(actor))), None)
