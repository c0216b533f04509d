"""Pages of groups (小组)."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.core.errors import Invalid
from yimi.programmes import actions, queries
from yimi.programmes.queries import Group
from yimi.ui.toasts import done

from . import plans


@require_GET
def group_list(request):
    return plans.listing(request, Group)


@require_http_methods(["GET", "POST"])
def group_new(request):
    return plans.planning(request, Group)


@require_GET
def group(request, pk):
    return plans.showing(request, Group, pk)


@require_http_methods(["GET", "POST"])
def group_edit(request, pk):
    return plans.changing(request, Group, pk)


@require_POST
def group_step(request, pk):
    return plans.stepping(request, Group, pk)


@require_http_methods(["GET", "POST"])
def group_members(request, pk):
    """Who is in the group: look for people of the station, add and take away."""
    sheet = queries.sheet_for(request.user, Group, pk)
    if not sheet.is_inside or not queries.may_write(request.user, sheet.row):
        raise Http404
    if request.method == "POST":
        return _members_changed(request, pk)
    query = request.GET.get("q", "").strip()[:50]
    found, ask = queries.people_to_join(request.user, sheet.row, query) if query else ([], "")
    shown = {"sheet": sheet, "members": queries.members_of(request.user, sheet), "found": found, "ask": ask}
    return render(request, "programmes/members.html", shown | {"query": query})


def _members_changed(request, pk):
    if added := request.POST.get("add"):
        actions.add_member(pk, by=request.user, person=_uuid(added))
        done(request, _("已加入小组。"))
    elif removed := request.POST.get("remove"):
        actions.remove_member(pk, by=request.user, person=_uuid(removed))
        done(request, _("已退出小组。"))
    else:
        raise Invalid({"add": [_("请选择服务对象。")]})
    return redirect("programmes:members", pk)


@require_POST
def group_scores(request, pk):
    """Scores before and after, of all members at once."""
    members = queries.members_of(request.user, queries.sheet_for(request.user, Group, pk))
    scores = {
        member.row.pk: (_score(request.POST, "before", member), _score(request.POST, "after", member))
        for member in members
    }
    actions.score_members(pk, by=request.user, scores=scores)
    done(request, _("已保存前后测得分。"))
    return redirect("programmes:group", pk)


def _score(sent, name: str, member) -> int | None:
    text = sent.get(f"{name}_{member.row.pk}", "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise Invalid({name: [_("%(name)s的得分填 0 到 1000 的整数。") % {"name": member.card.name}]})
    return int(text)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
