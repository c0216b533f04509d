"""What the page shell shows around every page (页面外壳)."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from .panels import NavItem, SearchPage, account_menu, foot, nav, permitted, search_pages, signals, work

SIZES = {"large"}
MODES = {"sun"}
LANG_TAGS = {"zh-hans": "zh-Hans"}


@dataclass(frozen=True)
class Link:
    """A declared entry as this request sees it."""

    label: Any
    url: str
    icon: str
    current: bool


@dataclass(frozen=True)
class Waiting:
    """A sign in the head with its number, 99+ where there are more (页眉提示)."""

    label: Any
    url: str
    icon: str
    count: int
    current: bool

    @property
    def figure(self) -> str:
        return str(self.count) if self.count < 100 else "99+"


class Shell:
    """The shell of one request. Nothing is computed until a template asks for it."""

    def __init__(self, request):
        self.request = request

    @property
    def name(self) -> Any:
        return settings.YIMI_NAME

    @property
    def sponsor(self) -> str:
        return settings.YIMI_SPONSOR

    @property
    def filing_number(self) -> str:
        return settings.YIMI_FILING_NUMBER

    @property
    def version(self) -> str:
        return getattr(settings, "YIMI_VERSION", "")

    @property
    def is_demo(self) -> bool:
        return settings.YIMI_PROFILE == "demo"

    @property
    def is_debug(self) -> bool:
        return settings.DEBUG

    @property
    def lang(self) -> str:
        code = get_language() or settings.LANGUAGE_CODE
        return LANG_TAGS.get(code, code)

    @property
    def other_languages(self) -> list[tuple[str, str]]:
        """The languages to switch to, each in its own name."""
        return [(code, name) for code, name in settings.LANGUAGES if code != get_language()]

    @property
    def size(self) -> str:
        return _one_of(SIZES, self.request.COOKIES.get("size"))

    @property
    def mode(self) -> str:
        return _one_of(MODES, self.request.COOKIES.get("mode"))

    @cached_property
    def user(self) -> Any:
        """The person signed in, or None; a page of refusal may be shown before anyone is known."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @property
    def layout(self) -> str:
        return "ui/page.html" if self.user else "ui/plain.html"

    @cached_property
    def nav(self) -> list[Link]:
        items = permitted(nav, self.user) if self.user else []
        current = self._current(items)
        return [link for item in items if (link := _link(item, item is current))]

    @cached_property
    def account(self) -> list[Link]:
        items = permitted(account_menu, self.user) if self.user else []
        return [link for item in items if (link := _link(item, item.url_name == self._view_name))]

    @cached_property
    def foot(self) -> list[Link]:
        """What stands at the foot of her pages (页脚入口)."""
        items = permitted(foot, self.user) if self.user else []
        return [link for item in items if (link := _link(item, item.url_name == self._view_name))]

    @cached_property
    def signals(self) -> list[Waiting]:
        """What waits for this person, counted once for the page."""
        return [
            Waiting(sign.label, url, sign.icon, sign.count(self.user), self.request.path == url)
            for sign in signals
            if self.user and (url := address_of(sign.url_name))
        ]

    @cached_property
    def work(self) -> list[Link]:
        """The lists of daily work (业务台账), as tabs."""
        items = permitted(work, self.user) if self.user else []
        links = [link for item in items if (link := _link(item, False))]
        return [replace(link, current=self.request.path.startswith(link.url)) for link in links]

    @cached_property
    def search(self) -> SearchPage | None:
        pages = permitted(search_pages, self.user) if self.user else []
        return pages[0] if pages else None

    @property
    def sign_in_url(self) -> str:
        return address_of(settings.LOGIN_URL)

    @property
    def sign_out_url(self) -> str:
        return address_of("accounts:logout")

    @property
    def _view_name(self) -> str:
        match = getattr(self.request, "resolver_match", None)
        return match.view_name if match else ""

    @property
    def _domain(self) -> str:
        return self._view_name.rpartition(":")[0]

    def _current(self, items: list[NavItem]) -> NavItem | None:
        """The item of this very page, else the first of its domain, else that under which its tab stands."""
        exact = [item for item in items if item.url_name == self._view_name]
        near = [item for item in items if item.namespace == self._domain]
        return next(iter(exact + near + self._above(items)), None)

    def _above(self, items: list[NavItem]) -> list[NavItem]:
        tabs = [item.namespace for item in work]
        return [item for item in items if self._domain in tabs and item.namespace == tabs[0]]


def shell(request) -> dict[str, Shell]:
    """The context processor: `shell` in every template."""
    return {"shell": Shell(request)}


def address_of(url_name: str) -> str:
    """The address of a page, or nothing where the page is not mounted."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _link(item: NavItem, current: bool) -> Link | None:
    url = address_of(item.url_name)
    return Link(item.label, url, item.icon, current) if url else None


def _one_of(known: set[str], value: str | None) -> str:
    return value if value in known else ""
