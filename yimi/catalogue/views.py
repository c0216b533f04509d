from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yimi.core.actors import may
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.permissions import Permission
from yimi.ui.components import Column

from . import actions, queries, reading
from .forms import UploadForm


def edition_list(request):
    columns = [Column(_("种类")), Column(_("名称")), Column(_("版本")), Column(_("状态")), Column(_("生效日期"))]
    context = {"editions": queries.editions_for(request.user), "columns": columns}
    return render(
        request, "catalogue/editions.html", context | {"may_publish": may(request.user, Permission.CATALOGUE_PUBLISH)}
    )


def edition(request, pk):
    shown = queries.edition_for(request.user, pk)
    text = request.GET.get("q", "")[:50]
    context = {"edition": shown, "content": shown.content, "sections": reading.sections(shown, text), "q": text}
    return render(request, reading.page_for(shown), context | {"columns": reading.columns_for(shown)})


def upload(request):
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    problems = {}
    if form.is_valid():
        try:
            draft = actions.load_policy(form.cleaned_data["file"], by=request.user)
            return redirect("catalogue:compare" if not draft.is_published else "catalogue:edition", draft.pk)
        except Invalid as error:
            problems = error.fields
        except RuleBroken as broken:
            problems = {"edition": [broken.message]}
    status = 422 if problems or form.errors else 200
    return render(request, "catalogue/upload.html", {"form": form, "problems": problems}, status=status)


def compare(request, pk):
    shown = queries.edition_for(request.user, pk)
    difference = reading.difference(shown)
    columns = [Column(_("编号")), Column(_("名称")), Column(_("改动"))]
    context = {"edition": shown, "difference": difference, "parts": difference.parts, "columns": columns}
    return render(request, "catalogue/compare.html", context)


@require_POST
def publish(request, pk):
    edition = actions.publish_edition(pk, by=request.user)
    messages.success(request, _("已发布：%(edition)s") % {"edition": edition})
    return redirect("catalogue:edition", pk)


@require_POST
def discard(request, pk):
    actions.discard_edition(pk, by=request.user)
    messages.success(request, _("草稿已弃用。"))
    return redirect("catalogue:list")
