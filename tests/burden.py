"""Nets for what is never built (减负合规): whatever writes that a worker was present, or keeps watch over her.

A net looks at what is kept, addressed, sent and asked, not for the word 签到: participants may sign in, workers need
not. In an open emergency a worker may say that she is safe; a record of that hangs on its emergency.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django import forms
from django.contrib.auth import get_user_model
from django.db import models
from django.urls import URLPattern
from ninja import NinjaAPI

EMERGENCIES = "emergencies"
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
# A user and a moment, and yet no presence: label and why.
KEYS = {"accounts.Token": "what a program signs in with; gone when it is over, and counted by nobody"}
WATCHING = re.compile(
    r"\b(punch|clock (in|out)|check (in|out)|checkin|checkout|attendance|presence|heartbeat|leaderboard|points"
    r"|on duty at|online|last seen|idle (time|minutes)|active (days|rate|minutes)|(login|sign in) (rate|count|days)"
    r"|(install|installed|app use|app usage) rate|latitude|longitude|lat|lng|coordinates?|gps|geo|geolocation"
    r"|track(?! (new|done))|trajectory|location|selfie|face|daily (score|rating|assessment|appraisal))\b"
)
WATCHED = re.compile(
    "打卡|考勤(?!确认表)|到岗时间|每日到岗|签到率|(社工|员工|人员|工作人员|本人|上班|下班)签到|在线时长|在线时间|在线率|登录率|登录次数|活跃度|活跃率"
    "|安装率|(安装|平台|系统|应用|软件|客户端)使用率|积分|定位|轨迹|经纬度|坐标|自拍|人脸(识别|采集|比对|登录|验证)|日考核|每日考核|每日评分|个人排名"
)
SCRIPTED = re.compile(r"geolocation|watchPosition|getCurrentPosition|getUserMedia|sendBeacon")
CAPTURED = re.compile(r"<input[^>]*\scapture\b")


class Caught(NamedTuple):
    """What a net caught: where, and what it says."""

    where: str
    said: str


def words(name: str) -> str:
    """A name of code as words: `requests:check_in` and CheckIn are both said so."""
    return " ".join(part.lower() for part in _PARTS.findall(name))


def watches(said: str) -> bool:
    return bool(WATCHING.search(words(said)) or WATCHED.search(said))


def caught(where: str, texts: Iterable[Any]) -> list[Caught]:
    return [Caught(where, said) for said in map(str, texts) if watches(said)]


def in_model(model: type[models.Model]) -> list[Caught]:
    """A model that keeps presence, by what it says or by what it is; one that hangs on an open emergency may."""
    if hangs_on_an_emergency(model):
        return []
    label, fields = model._meta.label, list(model._meta.concrete_fields)
    texts = [model.__name__, model._meta.verbose_name]
    texts += [text for field in fields for text in (field.name, field.verbose_name, *_choices(field))]
    bare = [Caught(label, "nothing but who and when")] if says_only_who_and_when(model) else []
    return caught(label, texts) + bare


def _choices(field: models.Field) -> list[str]:
    return [str(label) for _value, label in field.flatchoices]


def says_only_who_and_when(model: type[models.Model]) -> bool:
    """Whether a row is a user and a moment, at a place or not: that is a punch whatever it is called."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    if model._meta.label in KEYS:
        return False
    users = [field for field in fields if field.is_relation and field.related_model is get_user_model()]
    whens = [field for field in fields if isinstance(field, models.DateField | models.TimeField)]
    places = [field for field in fields if field.is_relation and field.related_model._meta.app_label == "network"]
    kept = [field for field in fields if field.name in ("version", "digest")]
    return bool(users and whens) and len({*users, *whens, *places, *kept}) == len(fields)


def hangs_on_an_emergency(model: type[models.Model]) -> bool:
    """Whether each row belongs to an emergency action, and is gone from use when that ends."""
    return model._meta.app_label == EMERGENCIES and any(
        field.is_relation and not field.null and field.related_model._meta.app_label == EMERGENCIES
        for field in model._meta.concrete_fields
    )


def in_page(name: str, pattern: URLPattern) -> list[Caught]:
    """An address, by its name, its path and the function behind it."""
    return caught(name, [name, str(pattern.pattern), getattr(pattern.callback, "__name__", "")])


def in_api(api: NinjaAPI) -> list[Caught]:
    """Every operation and every field that goes in or out."""
    schema = api.get_openapi_schema(path_prefix="")
    found: list[Caught] = []
    for path, methods in schema["paths"].items():
        for method, said in methods.items():
            asked = [each["name"] for each in said.get("parameters", ())]
            texts = [path.replace("{", " ").replace("}", " "), said.get("summary", ""), said["operationId"], *asked]
            found += caught(f"{method.upper()} {path}", texts)
    for name, kept in schema["components"]["schemas"].items():
        # What goes in is called so: CheckIn is the body of a check.
        found += caught(name, [name.removesuffix("In"), *kept.get("properties", ())])
    return found


def in_form(form: type[forms.BaseForm]) -> list[Caught]:
    """A form, by its fields; one that takes no record without a photo is caught, too."""
    fields = form.base_fields
    found = caught(form.__name__, [text for name, field in fields.items() for text in (name, field.label or "")])
    return found + [Caught(form.__name__, f"forces {name}") for name in forced_photos(form)]


def forced_photos(form: type[forms.BaseForm]) -> list[str]:
    """The pictures without which what else is filled in is not taken. To upload a file is another thing: it is all."""
    fields = form.base_fields
    files = [name for name, field in fields.items() if field.required and is_picture(name, field)]
    said = [
        name for name, field in fields.items()
        if name not in files and field.required and not isinstance(field.widget, forms.HiddenInput)
    ]  # fmt: skip
    return files if said else []


def is_picture(name: str, field: forms.Field) -> bool:
    """Whether a field takes a photo; a table or a document is none."""
    said = f"{words(name)} {field.label} {field.widget.attrs.get('accept', '')}"
    return isinstance(field, forms.FileField) and (
        isinstance(field, forms.ImageField) or bool(re.search(r"photo|picture|image|照|合影", said))
    )


def every_form(base: type = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    """All forms of the house."""
    for form in base.__subclasses__():
        if form.__module__.startswith("yimi.") and getattr(form, "base_fields", None):
            yield form
        yield from every_form(form)


def in_source(path: Path) -> list[Caught]:
    """A script that asks where somebody is or reports that she is there; a page that opens the camera by itself."""
    net = CAPTURED if path.suffix == ".html" else SCRIPTED
    return [Caught(str(path), found.group()) for found in net.finditer(path.read_text(encoding="utf-8"))]
