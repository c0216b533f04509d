"""The service list of the province with something changed."""

from django.conf import settings

NEXT = ("version: '2026.1'", "version: '2027.1'"), ("effective_from: '2020-01-01'", "effective_from: '2027-01-01'")


def services_text(*changes: tuple[str, str]) -> bytes:
    text = (settings.YIMI_CATALOGUE / "services.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text.encode()
