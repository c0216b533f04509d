"""Writing a referral and the person's consent (填写转介、征得同意)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.catalogue.queries import service_codes
from yimi.clients.guards import refuse_gone
from yimi.clients.queries import person_to_write
from yimi.core import clock, seal
from yimi.core.errors import Invalid, RuleBroken, Stale
from yimi.network.queries import station_by_code
from yimi.referrals.fields import Consent, ReferralFields
from yimi.referrals.models import Receiver, Referral, State
from yimi.services.models import Sensitivity
from yimi.services.queries import stations_to_record

from .steps import LONGEST, expect, keep, own

_LEVELS = list(Sensitivity)


@dataclass(frozen=True)
class Put:
    """What came of putting a referral: the row, and whether it is new."""

    referral: Referral
    created: bool


def put_referral(pk: UUID, *, by: User, fields: ReferralFields) -> Put:
    """Write a referral (填写转介), or change it with its version before it is sent."""
    try:
        return _put(pk, by=by, fields=fields.settled())
    except IntegrityError:
        # Somebody put the same id at the same moment; now it is there to compare with.
        return _put(pk, by=by, fields=fields.settled())


@transaction.atomic
def _put(pk: UUID, *, by: User, fields: ReferralFields) -> Put:
    digest = seal.digest(fields.content())
    before = Referral.objects.unscoped("同号转介").filter(pk=pk).first()
    if before is None:
        return Put(_create(pk, by, fields, digest), created=True)
    if before.station_id not in {station.pk for station in stations_to_record(by)}:
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    referral = own(pk, by)
    if referral.digest == digest:
        return Put(referral, created=False)
    if fields.version is None:
        raise Stale(_("同一编号已有内容不同的转介。"), code="differs", current=_current(referral))
    if fields.version != referral.version:
        raise Stale(_("这条转介刚被别人改过，请核对后再保存。"), current=_current(referral))
    expect(referral, State.DRAFT, State.CONSENTED)
    if referral.person_id != fields.person:
        raise Invalid({"person": [_("转介的人不能更换，请另填一份。")]})
    _ask_again(referral, fields)
    _fill(referral, by, fields, digest)
    return Put(keep(referral, "referrals.put_referral", by), created=False)


def _create(pk: UUID, by: User, fields: ReferralFields, digest: str) -> Referral:
    person = person_to_write(by, fields.person)
    refuse_gone(person)
    referral = Referral(id=pk, station=person.station, county_id=person.station.county_id, person=person, worker=by)
    referral.made_on = clock.today()
    _fill(referral, by, fields, digest)
    referral.version = 0
    referral.save(force_insert=True)
    return keep(referral, "referrals.put_referral", by)


def _ask_again(referral: Referral, fields: ReferralFields) -> None:
    """Consent was given to one receiver and to what it is told; another asks for it anew."""
    more = set(fields.items) - set(referral.items)
    seal.read(referral, "to_name")
    opened = referral.__dict__["opened"]
    code = referral.to_station.code if referral.to_station else ""
    if more or (referral.receiver, code, opened["to_name"] or "") != (
        fields.receiver,
        fields.to_station,
        fields.to_name,
    ):
        referral.state, referral.consent_by, referral.consent_how, referral.consent_on = State.DRAFT, "", "", None


def _fill(referral: Referral, by: User, fields: ReferralFields, digest: str) -> None:
    _check(referral, fields)
    referral.receiver = fields.receiver
    referral.to_station = station_by_code(fields.to_station) if fields.to_station else None
    referral.services, referral.items, referral.digest = list(fields.services), list(fields.items), digest
    listed = service_codes(clock.today())
    levels = [Sensitivity(listed[code].sensitivity) for code in fields.services]
    referral.sensitivity = max(levels, key=_LEVELS.index, default=Sensitivity.NORMAL)
    seal.write(referral, to_name=fields.to_name, to_contact=fields.to_contact, need=fields.need)


def _check(referral: Referral, fields: ReferralFields) -> None:
    faults: dict[str, list] = {}
    if fields.receiver not in Receiver:
        faults["receiver"] = [_("请选择接收方类别。")]
    elif fields.receiver == Receiver.STATION:
        if station_by_code(fields.to_station) is None:
            faults["to_station"] = [_("请选择接收的社工站。")]
        elif fields.to_station == referral.station.code:
            faults["to_station"] = [_("不能转介给本站。")]
    elif not 2 <= len(fields.to_name) <= 100:
        faults["to_name"] = [_("请填写接收单位，2 到 100 字。")]
    if len(fields.to_contact) > 100:
        faults["to_contact"] = [_("最多 %d 字。") % 100]
    if not fields.items:
        faults["items"] = [_("至少选一项要告知的信息。")]
    if not 2 <= len(fields.need) <= LONGEST:
        faults["need"] = [_("请写明转介事由，2 到 2000 字。")]
    if unknown := [code for code in fields.services if code not in service_codes(clock.today())]:
        faults["services"] = [_("服务清单里没有“%s”。") % "、".join(unknown)]
    if faults:
        raise Invalid(faults)


@transaction.atomic
def consent(pk: UUID, *, by: User, given: Consent) -> Referral:
    """The person or her guardian agreed (同意转介); after an urgent referral it is added."""
    referral = own(pk, by)
    faults: dict[str, list] = {}
    if given.speaker not in Referral.Speaker:
        faults["speaker"] = [_("请选择同意人。")]
    if given.how not in Referral.How:
        faults["how"] = [_("请选择同意方式。")]
    if given.on > clock.today():
        faults["on"] = [_("同意日期不能晚于今天。")]
    if faults:
        raise Invalid(faults)
    if (referral.consent_by, referral.consent_how, referral.consent_on) == (given.speaker, given.how, given.on):
        return referral
    expect(referral, State.DRAFT, State.CONSENTED, *Referral.UNDER_WAY, State.DECLINED, State.RESULT)
    referral.consent_by, referral.consent_how, referral.consent_on = given.speaker, given.how, given.on
    if referral.state == State.DRAFT:
        referral.state = State.CONSENTED
    return keep(referral, "referrals.consent", by)


def _current(referral: Referral) -> dict[str, Any]:
    return {"id": str(referral.pk), "state": referral.state, "version": referral.version}
