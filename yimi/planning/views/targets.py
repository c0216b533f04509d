"""Pages of targets (目标): those of a place, one with its parts, and dividing it (分解)."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.core import clock
from yimi.core.errors import Invalid, RuleBroken, invalid
from yimi.core.files.answers import kept_file
from yimi.core.permissions import Permission
from yimi.figures.measure import RATE, measures
from yimi.planning import actions, blueprints, documents, pages, places, weighing
from yimi.planning.forms import TargetForm, attempt
from yimi.planning.queries import targets as queries
from yimi.ui.toasts import done

FILES = (("docx", "Word"), ("xlsx", "Excel"), ("pdf", "PDF"))


@require_GET
def target_list(request):
    """目标: what a place has to reach in a year, and how that goes."""
    spot, year = _spot(request), pages.year_of(request.GET.get("year", ""))
    shown = {
        "tabs": pages.tabs("targets"), "spot": spot, "year": year, "columns": pages.TARGET_COLUMNS,
        "scope": pages.scope(request.user, spot, "targets", {"year": year}), "today": clock.today(),
        "anchors": blueprints.anchors(clock.today()), "nodes": queries.targets_at(request.user, spot, year),
        "may_set": bool(pages.areas_to_set(request.user)), "is_gentle": spot.level == places.COUNTY,
        "form_url": pages.url("form", spot.query | {"year": year}),
        "earlier": pages.url("targets", spot.query | {"year": year - 1}),
        "later": pages.url("targets", spot.query | {"year": year + 1}) if year <= clock.today().year else "",
    }  # fmt: skip
    return render(request, "planning/targets.html", shown)


@require_GET
def form(request):
    """指标完成情况表: the targets of a place as a form to print, sign and take along."""
    spot, year = _spot(request), pages.year_of(request.GET.get("year", ""))
    asked = spot.query | {"year": year}
    shown = {
        "spot": spot, "year": year, "paper": documents.form_of(request.user, spot, year),
        "scope": pages.scope(request.user, spot, "form", {"year": year}), "list_url": pages.url("targets", asked),
        "files": [(name, pages.url("form_file", asked | {"layout": layout})) for layout, name in FILES],
        "earlier": pages.url("form", spot.query | {"year": year - 1}),
        "later": pages.url("form", spot.query | {"year": year + 1}) if year < clock.today().year else "",
    }  # fmt: skip
    return render(request, "planning/form.html", shown)


@require_GET
def form_file(request):
    """The same to keep, as .docx, .xlsx or PDF."""
    year = pages.year_of(request.GET.get("year", ""))
    return kept_file(*documents.form_file(request.user, _spot(request), year, request.GET.get("layout", "docx")))


def _spot(request, asked=None):
    """The place that a request names; without one, where the reader works."""
    said = request.GET if asked is None else asked
    return places.spot_for(request.user, Permission.PLANNING_VIEW, said.get("area", ""), said.get("station", ""))


@require_http_methods(["GET", "POST"])
def new(request):
    """Set a target, with the policy that it rests on."""
    areas = pages.areas_to_set(request.user)
    if not areas:
        raise Http404
    form = TargetForm(request.POST or None, areas=areas, anchors=blueprints.anchors(clock.today()).items())
    if form.is_valid():
        put = attempt(form, lambda: actions.put_target(form.cleaned_data["id"], by=request.user, fields=form.said()))
        if put:
            done(request, _("已拟订，请核对分解后下达。"))
            spot = places.spot_named(area=form.cleaned_data["area"])
            return redirect("planning:split", actions.draft_split(put.row.pk, by=request.user, spot=spot).pk)
    return render(request, "planning/target_form.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def target(request, pk):
    """One target at one place: its policy, its parts with their pace, and its versions."""
    spot = _spot(request)
    number = request.GET.get("number", "")
    sheet = queries.sheet_for(request.user, pk, spot, int(number) if number.isdecimal() and len(number) < 5 else None)
    may_set = places.reaches(request.user, Permission.TARGET_SET, spot) and sheet.node.is_split
    shown = {
        "sheet": sheet, "node": sheet.node, "spot": spot, "columns": pages.PART_COLUMNS, "may_set": may_set,
        "scope": pages.scope(request.user, spot, "target", {}, pk), "today": clock.today(),
        "anchor": blueprints.anchors(clock.today()).get(sheet.node.target.anchor, ""),
        "is_gentle": spot.level == places.PROVINCE, "child_word": pages.child_word(spot),
        "may_hand_down": may_set and sheet.node.is_own and sheet.node.published is not None,
        "list_url": pages.url("targets", spot.query | {"year": sheet.node.target.year}),
    }  # fmt: skip
    return render(request, "planning/target.html", shown)


@require_POST
def divide(request, pk):
    """Begin to divide it, or to change how it is divided."""
    made = actions.draft_split(pk, by=request.user, spot=_spot(request, request.POST))
    return redirect("planning:split", made.pk)


@require_POST
def down(request, pk):
    """Hand everything below down by the usual rules, as far as nobody has divided it yet."""
    many = actions.hand_down(pk, by=request.user)
    done(request, _("已按通常办法逐级分解、下达 %(n)s 份；已有分解的不动。") % {"n": many})
    return redirect("planning:target", pk)


@require_http_methods(["GET", "POST"])
def split(request, pk):
    """The draft of a decomposition: by rule, by hand, with locks; what it adds up to."""
    problems: list[str] = []
    if request.method == "POST":
        try:
            return redirect(_changed(request, pk))
        except Invalid as wrong:
            problems = [str(text) for texts in wrong.fields.values() for text in texts]
        except RuleBroken as refused:
            problems = [str(refused.message)]
    made, parts, total = queries.draft_for(request.user, pk)
    spot = places.spot_named(**_named(made))
    measure = measures[made.target.measure]
    typed = request.POST if problems else {}
    shown = {
        "made": made, "sum": total, "spot": spot, "measure": measure, "problems": problems,
        "rows": [(part, typed.get(f"value-{part.key}", queries.amount(measure, part.value))) for part in parts],
        "rules": [(rule.value, rule.label) for rule in weighing.rules_for(made.target, spot)],
        "is_own": made.target.area_id == spot.area and spot.level != places.STATION,
        "total": queries.amount(measure, made.total), "is_rate": measure.kind == RATE,
        "child_word": pages.child_word(spot), "target_url": pages.url("target", spot.query, made.target_id),
        "adds": measure.kind in ("flow", "stock"),
    }  # fmt: skip
    return render(request, "planning/split.html", shown, status=422 if problems else 200)


def _named(made) -> dict[str, str]:
    return {"station": made.station.code} if made.station else {"area": made.area.code}


def _changed(request, pk) -> str:
    """What the buttons of the draft do: by rule, another total, by hand, and handing down what was set; where to go."""
    said, by, here = request.POST, request.user, reverse("planning:split", args=[pk])
    made, parts, _sum = queries.draft_for(by, pk)
    times = 10 if measures[made.target.measure].kind == RATE else 1
    version = _whole(said.get("version", ""), 1, "version")
    if "again" in said:
        actions.split_again(pk, by=by, rule=said.get("rule", ""), version=version)
        return here
    if "retotal" in said:
        actions.change_total(pk, by=by, total=_whole(said.get("total", ""), times, "total"), version=version)
        return here
    values = {part.key: _whole(said.get(f"value-{part.key}", ""), times, str(part.name)) for part in parts}
    locked = {part.key for part in parts if f"lock-{part.key}" in said}
    made = actions.adjust(pk, by=by, values=values, locked=locked, version=version)
    if "publish" not in said:
        done(request, _("已保存草稿。"))
        return here
    made = actions.publish_split(pk, by=by, version=made.version)
    done(request, _("第 %(n)s 版已下达。") % {"n": made.number})
    return pages.url("target", places.spot_named(**_named(made)).query, made.target_id)


def _whole(text: str, times: int, name: str) -> int:
    """A number as it was typed; of a rate in per cent, with one place behind the point."""
    said = text.strip().replace(",", "").replace("，", "")
    whole, point, tenth = said.partition(".")
    if not whole.isdecimal() or len(whole) > 12 or (point and not (tenth.isdecimal() and len(tenth) == 1)):
        raise invalid(name, _("%(name)s：请填数字。") % {"name": name})
    if point and tenth != "0" and times == 1:
        raise invalid(name, _("%(name)s：请填整数。") % {"name": name})
    return int(whole) * times + (int(tenth or 0) if times == 10 else 0)
