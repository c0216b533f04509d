"""What the station does beside visits (巡检业务): papers found wanting, a task of the town, a campaign."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from yimi.alerts.actions import compute_day
from yimi.alerts.models import Alert
from yimi.assignments import actions as tasks
from yimi.assignments.actions import AssignmentFields
from yimi.campaigns import actions as campaigns
from yimi.campaigns.fields import CampaignFields, DeliveryFields, GoodFields, Parcel
from yimi.clients.models import Person
from yimi.core.actors import SYSTEM
from yimi.core.ids import new_id
from yimi.figures.places import Place as PlaceAsked
from yimi.monitoring import actions
from yimi.monitoring.asking import question
from yimi.papers import actions as papers
from yimi.papers.actions import PapersFields
from yimi.publications import actions as texts
from yimi.publications.actions.photos import Statement
from yimi.publications.fields import AdoptionFields, EntryFields, PublicationFields

from .files import ON, Place
from .samples import photo
from .words import Words


def done(place: Place, person: Person, twin: Person, said: Words) -> dict[str, Any]:
    """The rows of a place."""
    fields = PapersFields(place.station.code, person.pk, "GLJT", ON, said.of("资料备注"))
    row = papers.put_papers(new_id(), by=place.worker, fields=fields).papers
    remarks = {"form": said.of("资料说明")}
    papers.check_papers(row.pk, by=place.worker, marks={"form": "missing"}, remarks=remarks, version=None)
    handed = AssignmentFields(place.station.code, "civil_assist", said.of("交办"), handed_on=ON)
    task = tasks.note_assignment(new_id(), by=place.worker, fields=handed)
    spent = tasks.add_hours(task.pk, by=place.worker, entry=new_id(), on=ON, half_hours=3)
    brought = _campaign(place, person, twin, said) | _texts(place, said)
    given, told = _provided(place, said)
    alert = _alert(place)
    kept = [given, told, alert, row.pk, task.pk, spent.pk, *brought.values()]
    return {
        "papers": row.pk,
        "assignment": task.pk,
        "spent": spent.pk,
        "provided": given,
        "alert": alert,
        "_work": kept,
    } | brought


def _provided(place: Place, said: Words) -> tuple[UUID, UUID]:
    """What the station said when it was asked for figures, and to whom."""
    asked = question(PlaceAsked.of_station(place.station), ON, ON)
    given = actions.provide(new_id(), by=place.worker, asked=asked, to=said.of("提供给"))
    return given.pk, actions.tell(new_id(), by=place.worker, provided=given.pk, to=said.of("又提供给")).pk


def _alert(place: Place) -> UUID:
    """What the monitoring of the day before found at the station: too few people in post."""
    compute_day(ON - timedelta(days=1), by=SYSTEM)
    return Alert.objects.unscoped("test").get(source="vacant", subject=place.station.pk).pk


def _campaign(place: Place, person: Person, twin: Person, said: Words) -> dict[str, Any]:
    """A campaign under way: one person on its list has got something, the other has not yet."""
    code = place.station.code
    fields = CampaignFields(
        station=code, kind="other", name="送温暖", first_on=ON - timedelta(days=2), last_on=ON + timedelta(days=5),
        purpose=said.of("活动目的"), goods=(GoodFields("大米", "袋", 1, 9),),
    )  # fmt: skip
    pk, by = campaigns.put_campaign(new_id(), by=place.worker, fields=fields).row.pk, place.worker
    campaigns.add_people(pk, by=by, people=[person.pk, twin.pk])
    campaigns.take_step(pk, by=by, step="start")
    got = DeliveryFields(batch=new_id(), on=ON, parcels=(Parcel(person.pk),))
    delivery = campaigns.deliver(pk, by=by, fields=got)[0]
    file = campaigns.add_file(new_id(), by=by, campaign=pk, sort="receipts", name=said.of("签收"), content=photo())
    return {"campaign": pk, "delivery": delivery.pk, "campaign file": file.pk}


def _texts(place: Place, said: Words) -> dict[str, Any]:
    """A brief that is being written, with a photo; one that was handed in and printed; an entry of the chronicle."""
    by, code = place.worker, place.station.code

    def wrote(words: str) -> UUID:
        fields = PublicationFields(
            code, "brief", "社工站开展敬老活动", ON, said.of(words) + "。" + "大家一起过节。" * 20
        )
        return texts.put_publication(new_id(), by=by, fields=fields).row.pk

    draft, sent = wrote("简报草稿"), wrote("简报正文")
    photographed = texts.add_photo(new_id(), by=by, publication=draft, content=photo(), said=Statement("nobody"))
    texts.submit(sent, by=by)
    printed = AdoptionFields("media", ON, "示例日报", "county")
    adoption = texts.note_printed(sent, by=by, adoption=new_id(), fields=printed)
    texts.put_note(by=by, on=ON, text=said.of("日志补记"))
    entry = texts.put_entry(new_id(), by=by, fields=EntryFields(ON, said.of("大事") + "，到站调研", station=code))
    return {
        "publication": draft, "sent publication": sent, "publication photo": photographed.pk, "adoption": adoption.pk,
        "chronicle entry": entry.pk,
    }  # fmt: skip
