"""What the state's rules forbid is nowhere in the house (减负合规), and each net catches what is planted into it."""

from django import forms
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps
from django.urls import path
from ninja import NinjaAPI, Schema

from tests import burden
from tests.sweep import places
from yimi.accounts.models import User
from yimi.api import api
from yimi.clients.models import Person
from yimi.core.declare import journal_sentences
from yimi.core.jobs import jobs
from yimi.core.permissions import Permission
from yimi.environment import ROOT
from yimi.figures.measure import measures
from yimi.network.models import Station
from yimi.requests.matching import held_by

OURS = [model for model in apps.get_models() if model.__module__.startswith("yimi.")]
SCRIPTS = [
    source
    for folder in (ROOT / "yimi", ROOT / "field" / "src")
    for kind in ("*.js", "*.ts", "*.vue", "*.html")
    for source in folder.rglob(kind)
    if "node_modules" not in source.parts and not source.name.endswith(".min.js")
]
NUMBERS = (forms.IntegerField, forms.FloatField, forms.DecimalField)


def test_no_model_keeps_that_a_worker_was_present():
    assert [found for model in OURS for found in burden.in_model(model)] == []


def test_no_address_takes_that_a_worker_is_present():
    assert [found for name, pattern in places.pages() for found in burden.in_page(name, pattern)] == []


def test_no_operation_takes_or_tells_it():
    assert burden.in_api(api) == []


def test_no_form_asks_for_it_or_forces_a_photo():
    assert [found for form in burden.every_form() for found in burden.in_form(form)] == []


def test_nothing_is_counted_permitted_journalled_or_run_about_it():
    texts = [text for measure in measures for text in (measure.code, measure.name)]
    texts += [text for permission in Permission for text in (permission.value, permission.label)]
    texts += [text for sentence in journal_sentences for text in (sentence.act, sentence.says)]
    texts += [job.key for job in jobs]

    assert burden.caught("house", texts) == []


def test_no_script_asks_where_somebody_is():
    assert [found for source in SCRIPTS for found in burden.in_source(source)] == []


def test_no_form_asks_for_a_number_that_the_ledger_holds():
    """What is typed stands beside the ledger only in a plan or target, which are not what was done."""
    asked = [
        (form.__name__, str(field.label))
        for form in burden.every_form()
        for field in form.base_fields.values()
        if isinstance(field, NUMBERS) and field.label and held_by(str(field.label))
    ]

    assert asked == []


class _Planted:
    """Models that nobody may build."""

    def __init__(self):
        class Punch(models.Model):
            worker = models.ForeignKey(User, models.PROTECT, verbose_name="社工")
            note = models.TextField("说明")

            class Meta:
                app_label = "planted"
                verbose_name = "到岗"

        class Morning(models.Model):
            """Says nothing that is forbidden, and is a punch all the same."""

            worker = models.ForeignKey(User, models.PROTECT, verbose_name="社工")
            station = models.ForeignKey(Station, models.PROTECT, verbose_name="社工站")
            began_at = models.DateTimeField("开始")

            class Meta:
                app_label = "planted"
                verbose_name = "早晨"

        class Visit(models.Model):
            lat = models.FloatField("纬度")

            class Meta:
                app_label = "planted"
                verbose_name = "走访"

        class Participant(models.Model):
            person = models.ForeignKey(Person, models.PROTECT, verbose_name="服务对象")
            signed_in_at = models.DateTimeField("签到时间")

            class Meta:
                app_label = "planted"
                verbose_name = "参加者签到"

        self.punch, self.morning, self.visit, self.participant = Punch, Morning, Visit, Participant


class _Emergency:
    """An emergency action, a word that one is safe which hangs on it, and a track that hangs on nothing."""

    def __init__(self):
        class Emergency(models.Model):
            name = models.CharField("名称", max_length=9)

            class Meta:
                app_label = burden.EMERGENCIES
                verbose_name = "应急行动"

        class Safe(models.Model):
            emergency = models.ForeignKey(Emergency, models.PROTECT, verbose_name="应急行动")
            worker = models.ForeignKey(User, models.PROTECT, verbose_name="社工")
            said_at = models.DateTimeField("报平安时间")
            location = models.CharField("位置", max_length=9)

            class Meta:
                app_label = burden.EMERGENCIES
                verbose_name = "报平安（示例）"

        class Track(models.Model):
            worker = models.ForeignKey(User, models.PROTECT, verbose_name="社工")
            said_at = models.DateTimeField("时间")

            class Meta:
                app_label = burden.EMERGENCIES
                verbose_name = "轨迹"

        self.safe, self.track = Safe, Track


def test_the_net_of_models_catches_presence_by_name_by_shape_and_by_place():
    with isolate_apps():
        planted = _Planted()

        assert burden.in_model(planted.punch) and burden.in_model(planted.visit)
        assert [found.said for found in burden.in_model(planted.morning)] == ["nothing but who and when"]
        assert burden.in_model(planted.participant) == []


def test_the_net_of_models_lets_through_what_hangs_on_an_emergency_and_nothing_beside_it():
    with isolate_apps():
        planted = _Emergency()

        assert burden.in_model(planted.safe) == []
        assert burden.in_model(planted.track)


def test_the_net_of_addresses_catches_names_paths_and_functions():
    def clock_in(request): ...

    def page(request): ...

    assert burden.in_page("staff:start", path("start", clock_in, name="start"))
    assert burden.in_page("staff:start", path("punch/<uuid:pk>", page, name="start"))
    assert burden.in_page("staff:online", path("", page, name="online"))
    assert burden.in_page("programmes:sign_in", path("sheet", page, name="sign_in")) == []


def test_the_net_of_operations_catches_paths_parameters_and_fields():
    class StartIn(Schema):
        longitude: float

    def where(request, body: StartIn): ...

    def rate(request, login_rate: int): ...

    def served(request): ...

    planted = NinjaAPI(urls_namespace="planted")
    planted.post("/shift/begin", operation_id="begin")(where)
    planted.get("/shift/days", operation_id="days")(rate)
    planted.post("/check-in", operation_id="came")(served)
    planted.get("/visits", operation_id="visits")(served)

    assert {found.where for found in burden.in_api(planted)} == {"StartIn", "GET /shift/days", "POST /check-in"}


def test_the_net_of_forms_catches_a_photo_without_which_no_record_is_taken():
    class Record(forms.Form):
        text = forms.CharField(label="记录")
        photo = forms.ImageField(label="照片")

    class Free(forms.Form):
        text = forms.CharField(label="记录")
        photo = forms.ImageField(label="照片", required=False)

    class Upload(forms.Form):
        source = forms.CharField(label="来源")
        file = forms.FileField(label="表格")

    class Score(forms.Form):
        points = forms.IntegerField(label="本月积分")

    assert burden.in_form(Record) and burden.in_form(Score)
    assert burden.in_form(Free) == burden.in_form(Upload) == []


def test_the_net_of_words_knows_workers_from_participants():
    forbidden = [
        "打卡",
        "社工签到",
        "在线时长",
        "登录率",
        "活跃度",
        "安装率",
        "平台使用率",
        "积分排名",
        "每日考核",
        "轨迹",
        "考勤",
    ]
    allowed = ["参加者签到", "考勤确认表", "值班表", "报平安", "督办事项", "资金使用率", "签到表"]

    assert [text for text in forbidden if not burden.watches(text)] == []
    assert [text for text in allowed if burden.watches(text)] == []
    assert burden.watches("ActiveRate") and not burden.watches("tracking:item")


def test_the_net_of_scripts_catches_a_position_and_a_camera(tmp_path):
    script, page = tmp_path / "x.ts", tmp_path / "x.html"
    script.write_text("navigator.geolocation.watchPosition(send)")
    page.write_text('<input type="file" accept="image/*" capture="environment">')

    assert len(burden.in_source(script)) == 2 and burden.in_source(page)
