"""What clients declare to imports and exports (声明): the table of people in, the roster of people out."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from yimi.core.commands import Importer, Template, importers, templates
from yimi.core.permissions import Permission
from yimi.exchange.actions import import_file
from yimi.exchange.kinds import Intake, Outlet, intakes, outlets

from . import columns, intake, roster
from .forms import RosterForm

intakes.add(
    Intake(
        key="people", label=_("服务对象"), permission=Permission.PERSON_IMPORT, results=intake.RESULTS,
        start=intake.start, check=intake.check, write=intake.write, template=columns.write_template,
        done_url="clients:list", order=10,
    )
)  # fmt: skip
outlets.add(
    Outlet(
        key="people", label=_("花名册"), permission=Permission.PERSON_VIEW, form=RosterForm, count=roster.count,
        steps=roster.steps, area=roster.area_of, name=roster.name_of, blank=roster.write_blank, can_be_full=True,
        order=10,
    )
)  # fmt: skip


def _import(path: Path, by: Any) -> str:
    """`yimi import people FILE --by USERNAME`: all rows, or none and what is wrong."""
    return import_file("people", path, by=by)


importers.add(Importer("people", _import, personal=True))
templates.add(Template("people", columns.write_template))
