"""Ids of records (编号): made by whoever creates the record, so that sending twice creates once."""

from uuid import UUID, uuid5

import uuid_utils.compat

_OURS = UUID("6f0d2c1e-5b7a-5c0e-9a52-469999000000")


def new_id() -> UUID:
    """A UUIDv7: unique, and ordered by time."""
    return uuid_utils.compat.uuid7()


def name_id(*parts: object) -> UUID:
    """The UUIDv5 of what these parts name; the same parts always give the same id."""
    return uuid5(_OURS, "\x1f".join(str(part) for part in parts))
