"""What was done, said once, with a way back (提示与撤回)."""

from typing import Any

from django.contrib import messages


def done(request, text: Any, undo_url: str = "") -> None:
    """Say on the next page that it is done; `undo_url` takes a POST that undoes it."""
    messages.success(request, text, extra_tags=undo_url)
