"""Pages of the photos of a text (信息照片): added with a statement, blurred, shown, taken out."""

from functools import partial

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.core.errors import Invalid, RuleBroken
from yimi.core.files.sent import read_sent
from yimi.core.files.shown import shown
from yimi.publications import actions, pages
from yimi.publications.forms import BlurForm, PhotoForm
from yimi.publications.queries import publications as queries
from yimi.ui.forms import attempt, show_faults
from yimi.ui.toasts import done


@require_POST
def add(request, pk):
    """Add a photo that is sent, or one that the record has."""
    row, form = queries.publication_for(request.user, pk), PhotoForm(request.POST)
    try:
        if form.is_valid() and not attempt(form, partial(_added, request, row, form)):
            photo = form.cleaned_data["id"]
            done(request, _("已添加照片。"))
            is_open = form.cleaned_data["consent"] == "pending"
            return redirect("publications:photo_blur", photo) if is_open else redirect("publications:publication", pk)
    except RuleBroken as refused:
        form.add_error(None, str(refused.message))
    tried = {"photo_form": form, "tried": form}
    return render(request, "publications/publication.html", pages.shown(request.user, row, tried), status=422)


def _added(request, row, form):
    pk, said = form.cleaned_data["id"], form.statement()
    if file := form.cleaned_data["record_file"]:
        return actions.take_photo(pk, by=request.user, publication=row.pk, file=file, said=said)
    sent = read_sent(request)
    if not sent:
        raise Invalid({"file": [_("请选择照片。")]})
    return actions.add_photo(pk, by=request.user, publication=row.pk, content=sent[0][1], said=said)


@require_GET
def photo(request, pk):
    """The photo itself."""
    return shown(*actions.open_photo(pk, by=request.user))


@require_http_methods(["GET", "POST"])
def blur(request, pk):
    """模糊处理: tick the squares in which somebody can be told, or blur all of it; as often as needed."""
    photo = queries.photo_for(request.user, pk)
    form = BlurForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.blur_photo(pk, by=request.user, boxes=form.boxes())
        except Invalid as refused:
            show_faults(form, refused)
        else:
            done(request, _("已模糊。还能认出人的，请再选。"))
            return redirect("publications:photo_blur", pk)
    context = {"photo": photo, "form": form, "squares": pages.squares()}
    return render(request, "publications/blur.html", context, status=422 if form.errors else 200)


@require_POST
def remove(request, pk):
    row = actions.remove_photo(pk, by=request.user)
    done(request, _("已移除。"))
    return redirect("publications:publication", row.publication_id)
