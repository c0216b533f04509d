"""Self-check, inspection and photos (自查、验收、照片): one form with every item, usable on a phone."""

from typing import Any

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.construction import actions, pages
from yimi.construction.queries import State
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.files.sent import chosen, read_sent
from yimi.core.files.shown import shown
from yimi.core.ids import new_id
from yimi.ui.toasts import done

ACTS: dict[bool, tuple[Any, Any]] = {
    True: (actions.save_self_check, actions.finish_self_check),
    False: (actions.judge, actions.conclude),
}


@require_http_methods(["GET", "POST"])
def check(request, code):
    """The station checks itself; what is marked is kept with 保存, and handed in with 完成自查."""
    return _form(request, code, own=True)


@require_http_methods(["GET", "POST"])
def inspect(request, code):
    """The county inspects; 保存 keeps, 作出结论 ends the round."""
    return _form(request, code, own=False)


def _form(request, code, *, own):
    sheet = pages.sheet_of(request.user, code)
    filling = pages.Filling(own, sheet.checklist.version if sheet.checklist else None)
    if request.method == "POST" and _kept(request, sheet, filling):
        if request.POST.get("do") == "finish":
            done(request, _("已完成。"))
            return redirect("construction:station", code)
        done(request, _("已保存。"))
        return redirect(request.path)
    shown = {
        "sheet": sheet, "station": sheet.station, "own": own, "filling": filling,
        "groups": pages.form_groups(sheet, filling),
        "is_time": sheet.station.state == (State.BUILDING if own else State.ACCEPTING),
    }  # fmt: skip
    return render(request, "construction/marks.html", shown, status=422 if filling.wrong else 200)


def _kept(request, sheet, filling) -> bool:
    """Keep what was sent, and hand it in where that was asked; else the filling says what is wrong, and has it all."""
    codes = [line.item.code for line in sheet.lines]
    filling.read(request.POST, codes)
    try:
        photos = {code: read_sent(request, f"photo-{code}") for code in codes}
        save, finish = ACTS[filling.own]
        told = {"by": request.user, "marks": filling.marks}
        filling.version = save(sheet.station.pk, version=filling.version, **told).version
        _add(request, sheet.station.pk, photos)
        if request.POST.get("do") == "finish":
            finish(sheet.station.pk, **told, **({} if filling.own else {"opinion": filling.opinion}))
    except (Invalid, RuleBroken) as refused:
        filling.refuse(refused)
    return not filling.wrong


def _add(request, pk, photos) -> None:
    for code, sent in photos.items():
        for name, content in sent:
            try:
                actions.add_photo(new_id(), by=request.user, station=pk, name=name, content=content, item=code)
            except Invalid as refused:
                raise Invalid({code: [text for texts in refused.fields.values() for text in texts]}) from refused


@require_POST
def add_photo(request, code):
    """Photos of one item, from the page of the station."""
    sheet, item = pages.sheet_of(request.user, code), request.POST.get("item", "")
    for name, content in chosen(request):
        actions.add_photo(new_id(), by=request.user, station=sheet.station.pk, name=name, content=content, item=item)
    done(request, _("已添加。"))
    return redirect("construction:station", code)


@require_GET
def photo(request, pk):
    """The photo itself; a PDF is downloaded."""
    return shown(*actions.open_photo(pk, by=request.user))


@require_POST
def remove_photo(request, pk):
    photo = actions.remove_photo(pk, by=request.user)
    done(request, _("已移除。"))
    return redirect("construction:station", photo.station.code)
