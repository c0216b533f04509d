"""Remarks on papers (各项说明), kept together as one sealed text."""

from collections.abc import Mapping

import orjson


def remarks_of(text: str | None) -> dict[str, str]:
    """The remarks by the code of the paper."""
    return orjson.loads(text) if text else {}


def text_of(remarks: Mapping[str, str]) -> str:
    kept = {code: words for code, words in remarks.items() if words}
    return orjson.dumps(kept).decode() if kept else ""
