"""What the environment asks for (环境变量), read before Django starts so that a mistake is one clear line."""

import os
from datetime import date
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
PROFILES = ("demo", "production", "test")
SCALES = ("pilot", "province")


class Bind(NamedTuple):
    host: str
    port: int

    @property
    def address(self) -> str:
        return f"http://{self._named(self.host)}:{self.port}/"

    @property
    def own_address(self) -> str:
        """Where this machine itself reaches the server."""
        everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
        return f"http://{self._named(everywhere.get(self.host, self.host))}:{self.port}/"

    @staticmethod
    def _named(host: str) -> str:
        return f"[{host}]" if ":" in host else host


def bind() -> Bind:
    """`YIMI_BIND`, such as `127.0.0.1:8000` or `[::1]:8000`."""
    host, _, port = os.environ.get("YIMI_BIND", "127.0.0.1:8000").rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError("YIMI_BIND must be HOST:PORT, such as 127.0.0.1:8000")
    return Bind(host.strip("[]"), int(port))


class Smtp(NamedTuple):
    """The mail server (发信服务): `smtps://` speaks TLS from the start, `?tls=1` turns to it (STARTTLS)."""

    host: str
    port: int
    user: str
    password: str
    is_tls: bool
    turns_to_tls: bool


def smtp(url: str) -> Smtp | None:
    """`YIMI_SMTP_URL`, such as `smtp://user:password@host:587/?tls=1`; nothing where it is unset."""
    if not url:
        return None
    parts = urlsplit(url)
    turns = parse_qs(parts.query).get("tls") == ["1"]
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.query not in ("", "tls=0", "tls=1"):
        raise ValueError("YIMI_SMTP_URL must be smtp://user:password@host:port/?tls=1 or smtps://user:password@host")
    is_tls = parts.scheme == "smtps"
    port = parts.port or (465 if is_tls else 587)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Smtp(parts.hostname, port, user, password, is_tls, turns and not is_tls)


def check() -> None:
    """Raise `ValueError` with one line for the first variable that cannot be right."""
    bind()
    _one_of("YIMI_PROFILE", PROFILES)
    _one_of("YIMI_DEMO_SCALE", SCALES)
    _a_date("YIMI_TODAY")
    _a_folder_of_a_province(os.environ.get("YIMI_PROVINCE", "hainan"))
    _a_database(os.environ.get("DATABASE_URL", ""))
    _mail()
    _fit_for_real_people()


def _one_of(name: str, known: tuple[str, ...]) -> None:
    if os.environ.get(name, known[0]) not in known:
        raise ValueError(f"{name} must be one of: {' '.join(known)}")


def _fit_for_real_people() -> None:
    """The production profile refuses what is unsafe for real data. Second factors are seen to at sign-in."""
    if os.environ.get("YIMI_PROFILE") != "production":
        return
    for name in ("YIMI_SECRET_KEY", "YIMI_FIELD_KEY", "YIMI_HOSTS"):
        if not os.environ.get(name):
            raise ValueError(f"YIMI_PROFILE=production needs {name}")
    if os.environ.get("YIMI_DEBUG") == "1" or "*" in os.environ["YIMI_HOSTS"]:
        raise ValueError("YIMI_PROFILE=production refuses YIMI_DEBUG and a YIMI_HOSTS with *")


def _mail() -> None:
    """Mail needs to say from whom it is and where to sign in; passwords and addresses go over TLS."""
    server = smtp(os.environ.get("YIMI_SMTP_URL", ""))
    if server is None:
        return
    if "@" not in os.environ.get("YIMI_MAIL_FROM", ""):
        raise ValueError("YIMI_SMTP_URL needs YIMI_MAIL_FROM, the address that mail comes from")
    if not os.environ.get("YIMI_PUBLIC_URL", "").startswith(("https://", "http://")):
        raise ValueError("YIMI_SMTP_URL needs YIMI_PUBLIC_URL, the address at which people sign in")
    is_safe = server.is_tls or server.turns_to_tls or server.host in ("127.0.0.1", "::1", "localhost")
    if os.environ.get("YIMI_PROFILE") == "production" and not is_safe:
        raise ValueError("YIMI_PROFILE=production refuses a YIMI_SMTP_URL without TLS")


def _a_date(name: str) -> None:
    try:
        date.fromisoformat(os.environ.get(name) or "2026-01-01")
    except ValueError:
        raise ValueError(f"{name} must be a date such as 2026-11-21") from None


def _a_folder_of_a_province(name: str) -> None:
    if not name.isidentifier() or not (ROOT / "catalogue" / name).is_dir():
        raise ValueError(f"YIMI_PROVINCE: there is no folder catalogue/{name}")


def _a_database(url: str) -> None:
    if url and not url.startswith(("postgres://", "postgresql://")):
        raise ValueError("DATABASE_URL must begin with postgresql://, or be unset for SQLite")
