"""A browser that keeps to the house's rules (浏览器): whatever a page does that it must not do is kept as a fault."""

from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Page, Request, Response

DESKTOP, PHONE = (1440, 900), (390, 844)
PASSWORD = "a-long-test-password"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
TELLS_OF_POLICY = """document.addEventListener("securitypolicyviolation", event =>
  console.error("policy: " + event.violatedDirective + " " + event.blockedURI))"""

# What htmx says of a request that a newer one has taken the place of.
REPLACED = ("htmx:sendAbort", "htmx:afterRequest")


@dataclass
class Visitor:
    """One person at one screen; the faults of every page she opens are kept."""

    context: BrowserContext
    base: str
    page: Page = field(init=False)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.context.add_init_script(TELLS_OF_POLICY)
        self.context.set_default_timeout(10_000)
        self.page = self.context.new_page()
        self.page.on("console", lambda said: self._hear(said.type, said.text))
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("request", self._see_request)
        self.page.on("response", self._see_response)

    def _hear(self, kind: str, text: str):
        # The browser also reports every refusal of the server; those are judged in _see_response.
        if kind == "error" and not text.startswith(("Failed to load resource", *REPLACED)):
            self.faults.append(f"console: {text}")

    def _see_request(self, request: Request):
        if not request.url.startswith((self.base, "data:", "blob:", "about:")):
            self.faults.append(f"off-origin: {request.url}")

    def _see_response(self, response: Response):
        least = 400 if response.request.resource_type in ("script", "stylesheet", "image", "font") else 500
        if response.status >= least:
            self.faults.append(f"{response.status}: {response.url}")

    def open(self, path: str) -> Response | None:
        return self.page.goto(self.base + path)

    def sign_in(self, username: str, password: str = PASSWORD) -> None:
        self.open("/login/")
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", password)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(lambda url: "/login/" not in url)

    def carry(self, cookies: dict[str, str]) -> None:
        """Come in with a session that is there already."""
        self.context.add_cookies([{"name": key, "value": value, "url": self.base} for key, value in cookies.items()])


def screen(browser: Browser, size: tuple[int, int], **more) -> BrowserContext:
    """A fresh browser window; a narrow one is a phone with touch."""
    wide, high = size
    return browser.new_context(
        viewport={"width": wide, "height": high},
        has_touch=wide < 720,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        **more,
    )
