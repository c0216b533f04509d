"""What the gallery at /ui/ shows: every component in every state, with invented values."""

from datetime import UTC, date, datetime
from pathlib import Path
from re import findall

from django import forms
from django.utils.translation import gettext as _

from yimi.core.paper.document import BRIEF, Cell, Document, Heading, Meaning, Paragraph, Run, Table

from . import components as c
from .forms import Form
from .tiles import places

ICONS = Path(__file__).parent / "static" / "ui" / "icons.svg"


class VisitForm(Form):
    """A form with each kind of field."""

    name = forms.CharField(label=_("姓名"), help_text=_("按身份证上的写。"))
    met_on = forms.DateField(label=_("走访日期"), error_messages={"invalid": _("请填写日期，例如 2026-09-20。")})
    kind = forms.ChoiceField(
        label=_("走访方式"), choices=[("home", _("入户走访")), ("phone", _("电话探访"))], widget=forms.RadioSelect
    )
    services = forms.MultipleChoiceField(
        label=_("这次做了什么"),
        choices=[("a", _("看望聊天")), ("b", _("政策讲解")), ("c", _("代办手续")), ("d", _("心理疏导"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    village = forms.ChoiceField(label=_("村（居）"), choices=[("", _("请选择")), ("1", _("示例村"))], required=False)
    words = forms.CharField(label=_("说两句"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    consent = forms.BooleanField(label=_("本人同意建档"), required=False)


def everything() -> dict:
    return {
        "scope": scope(), "scope_locked": scope_locked(), "period": period(), "ledger": ledger(), "slots": slots(),
        "grid": grid(), "columns": columns(), "pages": c.Pager("#", "#", 3380), "events": events(),
        "plain_form": VisitForm(initial={"kind": "home"}), "bad_form": VisitForm({"name": "", "met_on": "明天"}),
        "masked": c.Masked("4699**********1726", _("身份证号"), "#"),
        "masked_reason": c.Masked("138****5610", _("电话"), "#", asks_reason=True),
        "masked_only": c.Masked("王**", _("姓名")),
        "rising": c.Spark([3, 4, 4, 6, 7, 7, 9], _("近 7 周上升")), "flat": c.Spark([5], _("只有一周")),
        "rows": [(_("语言"), _("黎语、海南话")), (_("村（居）"), _("示例村")), (_("紧急联系"), None)],
        "icons": findall(r'<symbol id="([\w-]+)"', ICONS.read_text(encoding="utf-8")),
        "tones": [(tone.value, tone.label) for tone in c.Tone], "states": [state.value for state in c.Rag],
        "paper": paper(), "some_day": date(2026, 9, 15), "some_time": datetime(2026, 9, 15, 2, 20, tzinfo=UTC),
    }  # fmt: skip


def scope() -> c.ScopeBar:
    counties = [c.Option(place.name, "#", code == "469030") for code, place in places().items()]
    stations = [c.Option(_("长征镇社工站"), "#", words="czz"), c.Option(_("红毛镇社工站"), "#", words="hmz")]
    return c.ScopeBar(
        [
            c.Crumb(_("海南省"), [c.Option(_("全省"), "#")]),
            c.Crumb(_("琼中黎族苗族自治县"), counties),
            c.Crumb(_("全部站点"), stations, chosen=False),
        ]
    )


def scope_locked() -> c.ScopeBar:
    return c.ScopeBar([c.Crumb(_("琼中黎族苗族自治县"), locked=True), c.Crumb(_("长征镇社工站"), locked=True)])


def period() -> c.PeriodBar:
    names = (_("日"), _("周"), _("月"), _("季"), _("半年"), _("年"), _("累计"))
    kinds = [c.Option(name, "#", nth == 2) for nth, name in enumerate(names)]
    return c.PeriodBar(kinds, _("2026年9月"), "#", None, _("10 月还没有开始"))


def ledger() -> list[c.LedgerCell]:
    people_times = _("人次")
    return [
        c.LedgerCell(_("运营社工站"), 66, _("个站"), "#", _("6 个市县"), _("处于运营状态的乡镇（街道）社工站。")),
        c.LedgerCell(_("在岗社工"), "200多", _("人"), note=_("按来源原文")),
        c.LedgerCell(_("入户走访、探访建档"), 24120, people_times, "#", _("本月"), change=c.Change(0.124), short=True),
        c.LedgerCell(_("帮扶民政服务对象"), 5120, people_times, "#", _("本月"), change=c.Change(-0.03, c.BY_YEAR)),
        c.LedgerCell(_("开展服务"), 0, _("场次"), "#", _("自运营以来")),
        c.LedgerCell(_("惠及群众"), None, people_times, note=_("本期还没有数据"), definition=_("人次，含未实名。")),
    ]


def slots() -> list[c.CadenceSlot]:
    return [
        c.CadenceSlot(
            _("日监测"), "64/66", "#", _("站今日有服务记录"), _("自动"), c.Tone.OK, _("9月15日 · 系统自动监测"), 97
        ),
        c.CadenceSlot(_("周总结"), "58/66", "#", _("站已确认"), _("8 站未按时"), c.Tone.BAD, _("第 37 周"), 88),
        c.CadenceSlot(_("月报告"), "6/6", "#", _("市县已定稿"), _("已完成"), c.Tone.OK, _("8 月"), 100),
        c.CadenceSlot(_("季调度"), "4/6", "#", _("市县已报材料"), _("待报 2"), c.Tone.WARN, _("三季度"), 67),
    ]


def grid() -> c.TileGrid:
    running = {"460100": 5, "460200": 4, "469002": 3, "469028": 2, "469001": 1, "469030": 4, "469006": 0}
    legend = [c.Swatch(level, f"{level * 20}%") for level in range(1, 6)]
    legend += [c.Swatch("dotted", _("三级试点")), c.Swatch("hatched", _("尚未纳入"))]
    tiles = [_tile(code, place.name, running.get(code)) for code, place in places().items()]
    return c.TileGrid(tiles, _("各市县走访进度"), legend, "gallery-tiles")


def _tile(code: str, name: str, level: int | None) -> c.Tile:
    if code == "469024":
        return c.Tile(code, name, "", None, "#", dotted=True, title=_("临高，三级试点"), note=_("三级试点"))
    if level is None:
        return c.Tile(code, name, hatched=True, title=_("%(name)s，尚未纳入") % {"name": name})
    value = f"{level * 20}%"
    return c.Tile(code, name, value, level, "#", title=_("%(name)s，完成 %(value)s") % {"name": name, "value": value})


def columns() -> list[c.Column]:
    return [
        c.Column(_("市县"), "#"),
        c.Column(_("站点"), "#", numeric=True, secondary=True),
        c.Column(_("走访（人次）"), "#", "descending", numeric=True),
        c.Column(_("近 7 周"), secondary=True),
        c.Column(_("状态")),
    ]


def events() -> list[c.Event]:
    return [
        c.Event(_("入户走访"), datetime(2026, 9, 13, 2, 20, tzinfo=UTC), "home", "", _("需跟进"), c.Tone.WARN,
                _("屋后排水不畅，下雨积水。已联系村委会周三上门。"), "#"),
        c.Event(_("个案进入“介入”阶段"), datetime(2026, 9, 6, 1, 30, tzinfo=UTC), "stairs-up", "key"),
        c.Event(_("电话探访"), date(2026, 8, 17), "phone", "", _("平稳"), c.Tone.OK, _("孙女开学用品已备齐。")),
        c.Event(_("档案从表格导入"), date(2026, 8, 2), "file-upload", "sys", _("系统")),
    ]  # fmt: skip


def paper() -> Document:
    """A brief with each part that a document may have."""
    header = ("市县", "站点（个）", "走访（人次）", "目标完成率")
    rows = (("海口市", "16", "5230", "92%"), ("三亚市", "10", "3180", "88%"), ("琼海市", "12", "3640", "84%"))
    blocks = (
        Paragraph.of("8月，全省首批66个乡镇（街道）社工站全部正常运营。现将有关情况报告如下。"),
        Heading("一、总体情况"),
        Paragraph((Run("截至8月底，全省累计开展入户走访、探访建档"), Run("24120", "VISIT_FILE_PT", "#main"),
                   Run("人次，惠及基层群众10万余人次。"))),
        Heading("（一）各市县进展", 2),
        Table(header, tuple(_row(*row) for row in rows), "各市县月度进展"),
        Heading("1. 下一步工作", 3),
        Paragraph.of("按月核对重点服务对象名单，补齐走访记录。"),
    )  # fmt: skip
    return Document(
        BRIEF, "全省乡镇（街道）社工站\n2026年8月工作报告", blocks, mark="社工站工作简报", number="第 8 期",
        maker="示例省民政厅", dated="2026年9月5日", to="各市县民政局", signed="示例省民政厅", copies="省民政厅各处室",
        printed="示例省民政厅办公室", sample="样稿 · 演示数据", seal_line=("填表人", "审核人", "盖章"),
        frozen="2026年9月5日定稿。", notes=("目标完成率：已完成数除以年度目标。",),
        meanings=(Meaning("VISIT_FILE_PT", "入户走访、探访建档", "按服务记录统计的人次。"),),
    )  # fmt: skip


def _row(name: str, *numbers: str) -> tuple[Cell, ...]:
    return (Cell(name), *(Cell(number, is_number=True) for number in numbers))
