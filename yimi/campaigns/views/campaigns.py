"""Pages of campaigns (专项活动): the list, a new one, its change, one campaign, a step, its summary."""

from io import BytesIO

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.campaigns import actions, pages, queries, summing, tables
from yimi.campaigns.checks import services_to_name
from yimi.campaigns.forms import (
    CampaignForm,
    FileForm,
    FilterForm,
    GoodsForms,
    StepForm,
    new_campaign,
    plan_of,
    show_faults,
)
from yimi.campaigns.queries import Asked
from yimi.campaigns.steps import STEPS
from yimi.core import clock
from yimi.core.actors import may
from yimi.core.api import page
from yimi.core.errors import Invalid
from yimi.core.files.answers import kept_file
from yimi.core.permissions import Permission
from yimi.network.choosing import stations_to_choose
from yimi.ui.forms import refuse_unread
from yimi.ui.paging import pager_of
from yimi.ui.toasts import done

PAGE = 50


@require_GET
def campaign_list(request):
    """专项活动: the latest first, fifty at a time."""
    form = _filter(request, request.GET)
    rows, following = page(
        queries.campaigns_for(request.user, _asked(form)), PAGE, request.GET.get("cursor"), queries.ORDER
    )
    shown = {
        "form": form, "sheets": queries.sheets(request.user, rows), "columns": pages.COLUMNS, "tones": pages.TONES,
        "pages": pager_of(request, following), "narrowed": any(form.cleaned_data.values()),
        "may_write": may(request.user, Permission.CONTACT_WRITE), "may_export": may(request.user, Permission.EXPORT),
    }  # fmt: skip
    return render(request, "campaigns/list.html", shown, status=422 if form.errors else 200)


def _filter(request, data) -> FilterForm:
    return FilterForm(data, stations=stations_to_choose(request.user, Permission.CONTACT_VIEW))


def _asked(form: FilterForm) -> Asked:
    said = form.cleaned_data if form.is_valid() else {}
    return Asked(**{name: said.get(name, "") for name in ("station", "state", "kind")})


@require_POST
def export(request):
    """The list as .xlsx, with the purpose that was given."""
    purpose, stream = request.POST.get("purpose", "").strip()[:100], BytesIO()
    if len(purpose) < 2:
        raise Invalid({"purpose": [_("请写明导出用途。")]})
    form = _filter(request, request.POST)
    refuse_unread(form)
    tables.write_campaigns(stream, _asked(form), by=request.user, purpose=purpose)
    return kept_file(stream.getvalue(), f"{tables.TITLE}-{clock.today():%Y%m%d}.xlsx")


@require_http_methods(["GET", "POST"])
def new(request):
    """A new campaign."""
    stations = queries.stations_to_plan(request.user)
    if not stations:
        raise Http404
    form = _form(request, stations, new_campaign(stations[0].code))
    goods = GoodsForms(request.POST or None, prefix="goods")
    if request.method == "POST" and _saved(request, form, goods, None):
        done(request, _("已保存，请选人、核对物资，再开始活动。"))
        return redirect("campaigns:campaign", form.cleaned_data["id"])
    return _planning(request, form, goods, _("新的专项活动"))


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    """A change of the plan, with the version that one has seen."""
    sheet = queries.sheet_for(request.user, pk)
    if not sheet.is_inside or not queries.may_write(request.user, sheet.row):
        raise Http404
    form = _form(request, [sheet.row.station], plan_of(sheet.row, sheet.texts))
    there = [
        {name: getattr(stock.good, name) for name in ("name", "unit", "each", "prepared")}
        for stock in queries.goods_of(sheet.row)
    ]
    goods = GoodsForms(request.POST or None, prefix="goods", initial=there)
    if request.method == "POST" and _saved(request, form, goods, pk):
        done(request, _("已改好。"))
        return redirect("campaigns:campaign", pk)
    return _planning(request, form, goods, sheet.name)


def _form(request, stations, initial) -> CampaignForm:
    services = services_to_name(clock.today())
    return CampaignForm(request.POST or None, stations=stations, services=services, initial=initial)


def _saved(request, form, goods, pk) -> bool:
    if not (form.is_valid() & goods.is_valid()):
        return False
    try:
        fields = form.campaign(goods.goods())
        actions.put_campaign(pk or form.cleaned_data["id"], by=request.user, fields=fields)
    except Invalid as refused:
        show_faults(form, refused)
        goods.show(refused)
        return False
    return True


def _planning(request, form, goods, heading):
    shown = {"form": form, "goods": goods, "heading": heading}
    return render(request, "campaigns/plan.html", shown, status=422 if request.method == "POST" else 200)


@require_GET
def campaign(request, pk):
    """One campaign: where it stands, its goods, its files, and what can be done now."""
    return _showing(request, pk)


def _showing(request, pk, tried: StepForm | None = None):
    sheet = queries.sheet_for(request.user, pk)
    steps = [(step, _step_form(step, tried)) for step in queries.steps_open(request.user, sheet)]
    shown = frame(request, sheet, "campaign") | {
        "facts": pages.facts(sheet), "path": pages.path_of(sheet.row), "stocks": queries.goods_of(sheet.row),
        "percent": _percent(sheet), "steps": steps,
        "files": queries.files_of(request.user, sheet.row), "file_form": FileForm(),
    }  # fmt: skip
    return render(request, "campaigns/campaign.html", shown, status=422 if tried else 200)


def _percent(sheet) -> float:
    return 100 * sheet.tally.reached / sheet.tally.listed if sheet.tally.listed else 0


def frame(request, sheet, here: str) -> dict:
    """What stands around every page of a campaign."""
    may_write = sheet.is_inside and not sheet.row.is_over and queries.may_write(request.user, sheet.row)
    may_deliver = may_write and sheet.row.state == sheet.row.State.RUNNING
    may_list = may_write and sheet.row.state in (sheet.row.State.PLANNED, sheet.row.State.RUNNING)
    return {
        "sheet": sheet, "row": sheet.row, "tone": pages.TONES[sheet.row.state], "may_write": may_write,
        "may_deliver": may_deliver, "may_list": may_list, "tabs": pages.tabs(sheet, here, may_deliver),
    }  # fmt: skip


def _step_form(step, tried: StepForm | None) -> StepForm:
    return tried if tried and tried.data.get("step") == step.key else StepForm.asking(step)


@require_POST
def step(request, pk):
    """Take a step; what is missing is asked again on the page of the campaign."""
    queries.campaign_for(request.user, pk)
    known = STEPS.get(request.POST.get("step", ""))
    form = StepForm.asking(known, request.POST) if known else StepForm(request.POST)
    if form.is_valid():
        try:
            actions.take_step(pk, by=request.user, **form.cleaned_data)
        except Invalid as refused:
            show_faults(form, refused)
        else:
            done(request, _("已办理：%s") % known.label)
            return redirect("campaigns:campaign", pk)
    return _showing(request, pk, form)


@require_GET
def summary(request, pk):
    """小结: on one page to print."""
    sheet = queries.sheet_for(request.user, pk)
    shown = frame(request, sheet, "summary") | {"summary": summing.summary_of(sheet)}
    return render(request, "campaigns/summary.html", shown)


@require_GET
def letter(request, pk):
    """小结 as .docx."""
    content = summing.as_docx(summing.summary_of(queries.sheet_for(request.user, pk)))
    return kept_file(content, f"campaign-{str(pk)[-8:]}.docx")
