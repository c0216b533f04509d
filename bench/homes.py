"""Where each role begins (首页): the page, and for an office what it fetches once it is there; of the demo province.

`python -m bench.homes` loads the demo into a scratch SQLite database and prints JSON.
"""

import json
import re
from typing import Any

from .scratch import scratch

HOMES = {
    "province": "province", "county": "county-469030", "township": "township-469030104", "head": "head-469030104",
    "worker": "worker-469030104-1",
}  # fmt: skip
PASSWORD = "a-password-of-the-bench"  # noqa: S105 (of a scratch database)
FETCHED = re.compile(r'hx-get="(/app/begin[^"]*)"')
Results = dict[str, Any]


def main() -> None:
    with scratch():
        print(json.dumps(run(), ensure_ascii=False, indent=2))


def run() -> Results:
    """Of each page the median by the clock, what it used of the processor, and its statements."""
    from yimi import demo

    demo.load(password=PASSWORD)
    return {"homes": {role: _home(username) for role, username in HOMES.items()}}


def _home(username: str) -> Results:
    from django.test import Client

    from yimi.accounts.models import User

    from .timings import BACKEND, page

    browser = Client()
    browser.force_login(User.objects.unscoped("bench").get(username=username), backend=BACKEND)
    shown = browser.get("/app/", follow=True)
    address = shown.request["PATH_INFO"]
    fetched = FETCHED.search(shown.content.decode())
    found = {"page": page(browser, address)}
    return found | ({"begin": page(browser, fetched[1].replace("&amp;", "&"))} if fetched else {})


if __name__ == "__main__":
    main()
