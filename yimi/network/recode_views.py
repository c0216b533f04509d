"""The page on which divisions are given new codes (区划变更): a table, what it would do, and then done."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yimi.core.errors import Invalid
from yimi.ui.components import Column

from . import actions, recoding
from .forms import RecodeForm


def recode(request):
    """First what every row would do; nothing is written before it was looked at and confirmed."""
    form = RecodeForm(request.POST or None, request.FILES or None)
    changes = _planned(form) if form.is_valid() else []
    if changes and "confirm" in request.POST and not any(change.faults for change in changes):
        done = actions.recode_areas(form.rows(), by=request.user, source=form.cleaned_data["source"])
        messages.success(request, str(done))
        return redirect("network:areas")
    shown = {
        "form": form,
        "changes": changes,
        "columns": _columns(),
        "faulty": sum(bool(change.faults) for change in changes),
        "table": _table(changes),
    }
    return render(request, "network/recode.html", shown, status=422 if form.errors else 200)


def _planned(form: RecodeForm) -> list[recoding.Change]:
    try:
        return recoding.plan(form.rows())
    except Invalid as wrong:
        for name, texts in wrong.fields.items():
            form.add_error(name if name in form.fields else "table", [str(text) for text in texts])
        return []


def _table(changes: list[recoding.Change]) -> str:
    """The table as it was read, to send along with the confirmation."""
    rows = [(change.old, change.code, change.name, change.parent_code) for change in changes]
    return "\n".join("\t".join(row) for row in [recoding.COLUMNS, *rows])


def _columns() -> list[Column]:
    row, concerned = Column(_("行"), secondary=True), Column(_("涉及"), secondary=True)
    return [row, Column(_("现在")), Column(_("变更为")), concerned, Column(_("说明"))]
