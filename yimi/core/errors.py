"""The ways to say no. Out of reach is Django's 404; the others are here."""

from typing import Any


class RuleBroken(Exception):
    """A rule of the work refuses this action; the user reads the message as it is.

    `ui.middleware` shows it on the page, the API answers problem+json with `code` and `extra`.
    """

    def __init__(self, message: object, *, code: str, status: int = 409, **extra: Any):
        super().__init__(message)
        self.message = message
        self.code = code
        self.status = status
        self.extra = extra


class Stale(RuleBroken):
    """It is no longer as the writer has seen it (已被改过): `stale` with an old version, `differs` without one."""

    def __init__(self, message: object, *, code: str = "stale", **extra: Any):
        super().__init__(message, code=code, **extra)


class Invalid(Exception):
    """What was sent cannot be right (422): a message for each path, such as `categories.0.code`."""

    def __init__(self, fields: dict[str, list[Any]]):
        super().__init__(fields)
        self.fields = fields

    def __str__(self):
        return "；".join(f"{path}：{message}" for path, messages in self.fields.items() for message in messages)


def invalid(path: str, message: object) -> Invalid:
    return Invalid({path: [message]})
