"""Pages of means and ends: the capacity of a station, the rule of a county, how far the lists reach."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.clients.actions import note_listed
from yimi.core import clock
from yimi.core.api import page
from yimi.core.errors import RuleBroken
from yimi.network.queries import area_by_code
from yimi.registers.actions import read_entries
from yimi.ui.toasts import done
from yimi.visiting import actions, capacity, coverage, opening, pages, queries, rates, rules
from yimi.visiting.forms import CapacityForm, RuleForm, attempt
from yimi.visiting.outlook import outlook

PAGE = 50


@require_GET
def capacity_page(request):
    """能力测算 of a station: with the means as they are, or as somebody types them."""
    station = queries.station_for(request.user, request.GET.get("station", ""))
    rule = rules.rule_for(station.county_id, clock.today())
    means = capacity.capacity_of(request.user, station, rule)
    start = vars(means) | {"share": round(means.share * 100)}
    form = CapacityForm(request.GET if "workers" in request.GET else None, initial=start)
    if form.is_bound and form.is_valid():
        means = capacity.with_inputs(means, form.inputs())
    nothing = capacity.reckon(capacity.Load(), means)
    shown = {
        "station": station, "form": form, "rule": rule, "plans": opening.plans(request.user, station, rule, means),
        "more": pages.more(request.user, "capacity", station), "means": pages.means(nothing), "visits": nothing.means,
        "stations": pages.stations(request.user, station, "capacity", {}), "today": clock.today(),
        "columns": pages.columns(
            _("测算对象"), _("人数"), _("每月需走访（户次）"), _("每人每月（户次）"), _("结论"), numeric=(1, 2, 3)
        ),
    }  # fmt: skip
    is_part = request.headers.get("HX-Target") == "results"
    return render(request, "visiting/capacity_results.html" if is_part else "visiting/capacity.html", shown)


@require_GET
def rule_list(request):
    """The rules of the reader's counties."""
    shown = {
        "rules": queries.rules_of(request.user), "counties": queries.counties_ruled(request.user),
        "more": pages.more(request.user, "rules"),
        "columns": pages.columns(_("市县"), _("生效日期"), _("状态"), _("拟订"), _("发布"), secondary=(3, 4)),
    }  # fmt: skip
    return render(request, "visiting/rules.html", shown)


@require_http_methods(["GET", "POST"])
def rule_edit(request, pk):
    """The draft of a county's rule, with what it would ask of each station."""
    county, draft = queries.county_to_rule(request.user, pk)
    usual = rules.usual_rule(clock.today())
    now = rules.with_content(usual, draft.content) if draft else rules.rule_for(county.pk, clock.today())
    start = {"effective_from": max(draft.effective_from, clock.today())} if draft else {}
    form = RuleForm(request.POST or None, rule=now, names=opening.category_names(), initial=start)
    if form.is_valid() and attempt(form, lambda: _put(form, county, request.user)):
        done(request, _("草稿已保存。"))
        return redirect("visiting:rule_edit", county.pk)
    shown = {"county": county, "draft": draft, "form": form, "outlook": outlook(request.user, county.pk, now)}
    return render(request, "visiting/rule_edit.html", shown | _columns(), status=422 if form.errors else 200)


def _put(form, county, by):
    day, content = form.cleaned_data["effective_from"], form.content()
    return actions.put_rule(county.pk, by=by, effective_from=day, content=content)


def _columns() -> dict:
    labels = _("社工站"), _("人数"), _("每月需走访（户次）"), _("每月能力（户次）"), _("每人每月（户次）")
    return {"columns": pages.columns(*labels, numeric=(1, 2, 3, 4), secondary=(3,))}


@require_POST
def rule_try(request, pk):
    """What the rule as it stands in the form would ask of each station; nothing is kept."""
    county, _draft = queries.county_to_rule(request.user, pk)
    usual = rules.usual_rule(clock.today())
    form = RuleForm(request.POST, rule=usual, names=opening.category_names())
    told = outlook(request.user, county.pk, rules.with_content(usual, form.content())) if form.is_valid() else None
    return render(request, "visiting/rule_try.html", {"outlook": told, "form": form, "is_try": True} | _columns())


@require_POST
def rule_publish(request, pk):
    """Publish the draft; where it asks for too much, only after somebody has read that."""
    rule = queries.rule_to_see(request.user, pk)
    try:
        actions.publish_rule(pk, by=request.user, is_confirmed=request.POST.get("confirmed") == "yes")
    except RuleBroken as refused:
        if refused.code != "over_capacity":
            raise
        shown = {"rule": rule, "sentence": refused.message}
        return render(request, "visiting/rule_confirm.html", shown, status=409)
    done(request, _("频次规则已发布。"))
    return redirect("visiting:rules")


@require_POST
def rule_discard(request, pk):
    actions.discard_rule(pk, by=request.user)
    done(request, _("草稿已弃用。"))
    return redirect("visiting:rules")


@require_GET
def rule_page(request, pk):
    """A rule as it was published."""
    rule = queries.rule_to_see(request.user, pk)
    if not rule.is_published:
        return redirect("visiting:rule_edit", rule.county_id)
    shown = {"rule": rule, "content": rules.with_content(rules.usual_rule(clock.today()), rule.content)}
    return render(request, "visiting/rule.html", shown | {"names": opening.category_names()})


@require_GET
def coverage_page(request):
    """覆盖情况: every station of the scope in the official order, and the sum."""
    area = area_by_code(request.GET.get("area", "")) if request.GET.get("area") else None
    board = coverage.board(request.user, area)
    shown = {
        "board": board, "lines": opening.lines(request.user, board), "more": pages.more(request.user, "coverage"),
        "counties": opening.county_options(request.user, area), "area": area,
        "rates": rates.ledgers(board.lines, area),
        "columns": pages.columns(
            _("社工站"), _("底册在册"), _("核定名单"), _("已建档"), _("建档率"), _("本月应访"), _("已访"),
            numeric=range(1, 7), secondary=(3, 4, 5),
        ),
    }  # fmt: skip
    return render(request, "visiting/coverage.html", shown)


@require_GET
def rows(request):
    """The people behind a number of the coverage, as this reader may see them."""
    station = queries.station_for(request.user, request.GET.get("station", ""))
    what, cursor = request.GET.get("what", ""), request.GET.get("cursor")
    found = opening.rows(request.user, station, what)
    some, after = page(found.rows, PAGE, cursor, found.order)
    lines = found.lines(list(some))
    note_listed([line.person for line in lines if line.person], by=request.user)
    if what == "unmatched":
        read_entries([row.pk for row in some], by=request.user)
    here = {"station": station.code, "what": what}
    context = {
        "station": station, "title": found.title, "lines": lines, "beside": found.beside,
        "more": pages.more(request.user, "coverage"),
        "pages": pages.pager("rows", here, cursor, after),
        "columns": pages.columns(_("姓名"), _("年龄"), _("村（居）"), found.column),
    }  # fmt: skip
    return render(request, "visiting/rows.html", context)
