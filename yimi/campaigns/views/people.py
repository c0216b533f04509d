"""Pages of the list of a campaign (名单): who is on it, whom to add, the sheet to sign."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.campaigns import actions, choosing, pages, queries
from yimi.campaigns.forms import ChooseForm, NarrowForm, show_faults
from yimi.clients.queries import homes_of
from yimi.core import clock
from yimi.core.api import page
from yimi.core.errors import Invalid
from yimi.core.files.answers import kept_file
from yimi.ui.paging import pager_of
from yimi.ui.toasts import done

from .campaigns import frame

PAGE = 50


@require_GET
def people(request, pk):
    """Who is on the list, village by village, and what each got."""
    sheet = queries.sheet_for(request.user, pk)
    shown = frame(request, sheet, "people") | narrowed(request, sheet)
    shown |= {"columns": pages.PEOPLE_COLUMNS, "stands": pages.STANDS, "tones": pages.STAND_TONES}
    return render(request, "campaigns/people.html", shown, status=422 if shown["form"].errors else 200)


def narrowed(request, sheet, stand: str = "") -> dict:
    """A page of the people of a campaign, as they were asked for."""
    villages = queries.villages_of(sheet.row)
    form = NarrowForm({"stand": stand} | request.GET.dict(), villages=villages)
    said = form.cleaned_data if form.is_valid() else {}
    rows = queries.recipients_for(request.user, sheet.row, said.get("village", ""), said.get("stand", ""))
    some, following = page(rows, PAGE, request.GET.get("cursor"), queries.BY_VILLAGE)
    lines = queries.lines_of(request.user, some)
    return {"form": form, "lines": lines, "pages": pager_of(request, following), "villages": villages}


@require_http_methods(["GET", "POST"])
def choose(request, pk):
    """Whom to add: by categories and villages with the number before, or one by one."""
    sheet = queries.sheet_for(request.user, pk)
    shown = frame(request, sheet, "people")
    if not shown["may_list"]:
        raise Http404
    asked = request.POST if request.method == "POST" else request.GET
    villages = [(home.code, home.name) for home in homes_of(sheet.row.station)]
    categories = choosing.categories_to_choose(clock.today())
    is_asked = "categories" in asked or "villages" in asked or request.method == "POST"
    form = ChooseForm(asked if is_asked else None, categories=categories, villages=villages)
    count = _counted(request, sheet, form) if form.is_valid() else None
    if request.method == "POST" and count is not None:
        added = actions.add_matching(pk, by=request.user, wanted=form.wanted())
        done(request, _("已加入 %d 人。") % added)
        return redirect("campaigns:people", pk)
    query = request.GET.get("q", "").strip()[:50]
    found, ask = choosing.people_to_add(request.user, sheet.row, query) if query else ([], "")
    shown |= {"form": form, "count": count, "query": query, "found": found, "ask": ask}
    return render(request, "campaigns/choose.html", shown, status=422 if form.errors else 200)


def _counted(request, sheet, form) -> int | None:
    try:
        return choosing.chosen(request.user, sheet.row, form.wanted()).count()
    except Invalid as refused:
        show_faults(form, refused)
        return None


@require_POST
def add(request, pk):
    actions.add_people(pk, by=request.user, people=uuids(request.POST.getlist("person")))
    done(request, _("已加入名单。"))
    return redirect("campaigns:choose", pk)


@require_POST
def remove(request, pk):
    actions.remove_people(pk, by=request.user, people=uuids(request.POST.getlist("person")))
    done(request, _("已移出名单。"))
    return redirect("campaigns:people", pk)


@require_POST
def receipts(request, pk):
    """The sheet to sign, filled in or blank."""
    sent = request.POST
    layout, village, blank = sent.get("layout", "pdf"), sent.get("village", ""), sent.get("blank") == "yes"
    name, content = actions.receipt_sheet(pk, by=request.user, layout=layout, village=village, blank=blank)
    return kept_file(content, name)


def uuids(texts) -> list[UUID]:
    try:
        return [UUID(text) for text in texts if text]
    except ValueError:
        raise Http404 from None
