"""Pages of texts (信息简报): the list, writing, one text, handing it in and what became of it."""

from functools import partial

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.core import clock
from yimi.core.actors import may
from yimi.core.api import page
from yimi.core.files.answers import kept_file
from yimi.core.ids import new_id
from yimi.core.permissions import Permission
from yimi.network.choosing import stations_to_choose
from yimi.publications import actions, documents, pages
from yimi.publications.actions.photos import bytes_of
from yimi.publications.forms import AnswerForm, FilterForm, PrintedForm, ReasonForm, TextForm, VersionForm
from yimi.publications.queries import chronicle
from yimi.publications.queries import publications as queries
from yimi.ui.forms import attempt
from yimi.ui.paging import pager_of
from yimi.ui.toasts import done

PAGE = 50
KINDS = ("brief", "case", "news", "media")


@require_GET
def publication_list(request):
    """信息简报: what is written and handed in, the newest first."""
    form = FilterForm(
        request.GET, places=chronicle.places_for(request.user),
        stations=stations_to_choose(request.user, Permission.PUBLICATION_VIEW),
    )  # fmt: skip
    form.is_valid()
    asked = queries.Asked(**{name: form.cleaned_data.get(name, "") for name in form.fields})
    rows = queries.publications_for(request.user, asked)
    found, following = page(rows, PAGE, request.GET.get("cursor"), queries.ORDER)
    today = clock.today()
    shown = {
        "form": form, "rows": pages.rows(found), "columns": pages.COLUMNS, "pages": pager_of(request, following),
        "may_write": may(request.user, Permission.PUBLICATION_WRITE), "year": today.year,
        "counts": queries.counts(request.user, today.replace(month=1, day=1), today),
    }  # fmt: skip
    return render(request, "publications/list.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def new(request):
    """Write a brief or a case, or note news and what a medium printed."""
    kind = (request.POST or request.GET).get("kind", "brief")
    if kind not in KINDS:
        raise Http404
    stations = queries.stations_to_write(request.user)
    if not stations:
        raise Http404
    return _writing(request, TextForm(request.POST or None, stations=stations, kind=kind), kind)


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    """Write on a draft."""
    row = queries.publication_for(request.user, pk)
    if "edit" not in queries.steps_for(request.user, row):
        raise Http404
    start = {name: getattr(row, name) for name in ("id", "version", "kind", "on")}
    start |= {"contact": row.contact_id, "station": row.station.code} | row.opened
    stations = [each for each in queries.stations_to_write(request.user) if each.pk == row.station_id]
    form = TextForm(request.POST or None, stations=stations, kind=row.kind, initial=start)
    return _writing(request, form, row.kind, row)


def _writing(request, form, kind, row=None):
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            pk = row.pk if row else form.cleaned_data["id"]
            status = attempt(form, partial(actions.put_publication, pk, by=request.user, fields=form.publication()))
            if not status:
                done(request, _("已保存。"))
                return redirect("publications:publication", pk)
    is_written = kind in ("brief", "case")
    return render(
        request, "publications/write.html", {"form": form, "kind": kind, "row": row, "is_written": is_written},
        status=status,
    )  # fmt: skip


@require_POST
def draft(request, pk):
    """Make a draft of a record (写成简报); where there is one, open it."""
    there = queries.made_of(request.user, pk)
    if there is None:
        there = actions.draft_from(new_id(), by=request.user, contact=pk)
        done(request, _("已按记录成稿，请核对并补充。"))
    return redirect("publications:publication", there.pk)


@require_GET
def publication(request, pk):
    """One text: its words, photos, and what became of it."""
    return _page(request, queries.publication_for(request.user, pk))


def _page(request, row, status=200, **tried):
    return render(request, "publications/publication.html", pages.shown(request.user, row, tried), status=status)


@require_GET
def docx(request, pk):
    """The text with its photos as .docx."""
    row = queries.publication_for(request.user, pk)
    photos = [documents.Picture(bytes_of(each), each.opened["caption"] or "") for each in queries.shown_photos(row)]
    return kept_file(documents.brief_docx(row, photos), f"{row.opened['title']}.docx")


@require_GET
def text(request, pk):
    """The text alone, to be pasted into a public account."""
    row = queries.publication_for(request.user, pk)
    return kept_file(documents.plain_text(row).encode(), f"{row.opened['title']}.txt")


@require_POST
def submit(request, pk):
    return _step(request, pk, actions.submit, _("已报送市县。"))


@require_POST
def take_back(request, pk):
    return _step(request, pk, actions.take_back, _("已撤回，可以继续修改。"))


@require_POST
def forward(request, pk):
    return _step(request, pk, actions.forward, _("已报送省级。"))


def _step(request, pk, act, words):
    row, form = queries.publication_for(request.user, pk), VersionForm(request.POST)
    status = attempt(form, partial(act, pk, by=request.user, **form.cleaned_data)) if form.is_valid() else 422
    if status:
        return _page(request, row, status=status, tried=form)
    done(request, words)
    return redirect("publications:publication", pk)


@require_POST
def void(request, pk):
    row, form = queries.publication_for(request.user, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, row, status=422, void_form=form, tried=form)
    act = partial(actions.void_publication, pk, by=request.user, reason=form.cleaned_data["reason"])
    if status := attempt(form, act):
        return _page(request, row, status=status, void_form=form, tried=form)
    done(request, _("已作废。"))
    return redirect("publications:list")


@require_POST
def answer(request, pk):
    """采用 or 未采用, by the office that the text was handed in to."""
    row, form = queries.publication_for(request.user, pk), AnswerForm(request.POST)
    is_adopted = request.POST.get("answer") == "adopt"
    if form.is_valid():
        act = partial(actions.answer, pk, by=request.user, is_adopted=is_adopted, **form.cleaned_data)
        if not attempt(form, act):
            done(request, _("已采用。") if is_adopted else _("已答复：未采用。"))
            return redirect("publications:publication", pk)
    return _page(request, row, status=422, tried=form)


@require_POST
def printed(request, pk):
    """Note that a medium or an office of the nation took it."""
    row, form = queries.publication_for(request.user, pk), PrintedForm(request.POST)
    status = 422
    if form.is_valid():
        said = form.adopted()
        act = partial(actions.note_printed, pk, by=request.user, adoption=form.cleaned_data["adoption"], fields=said)
        status = attempt(form, act)
    if status:
        return _page(request, row, status=status, printed_form=form, tried=form)
    done(request, _("已登记采用。"))
    return redirect("publications:publication", pk)


@require_POST
def printed_undo(request, pk):
    """Take back what was noted in error."""
    row = actions.take_back_adoption(pk, by=request.user)
    done(request, _("已撤回。"))
    return redirect("publications:publication", row.publication_id)
