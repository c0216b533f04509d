"""What every step of a referral does (各步共通): find it within reach, refuse what is not its turn, write it down."""

from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import journal
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.referrals.models import Incoming, Referral, State
from yimi.referrals.sight import incoming, view_of
from yimi.services.sight import Sight, View

LONGEST = 2000


def own(pk: UUID, by: User) -> Referral:
    """The referral that her station sends, locked; 404 where she may not know of it."""
    rows = Referral.objects.select_related("station", "person", "worker").select_for_update(of=("self",))
    referral = rows.get_allowed(by, Permission.CONTACT_WRITE, pk=pk)
    refuse_blind(referral, by)
    return referral


def refuse_blind(referral: Referral, by: User) -> None:
    view = view_of(Sight.of(by), referral)
    if view == View.ABSENT:
        raise Http404
    if view != View.FULL:
        raise RuleBroken(_("这条转介由经办社工和站长办理。"), code="forbidden", status=403)


def to_answer(pk: UUID, by: User) -> Referral:
    """The referral for who answers it: the station that is asked, or the sender for another body."""
    rows = Incoming.objects.allowed(by, Permission.CONTACT_WRITE).filter(incoming(by))
    if not rows.filter(pk=pk).exists():
        referral = own(pk, by)
        if referral.to_station_id:
            raise RuleBroken(_("由接收的社工站答复。"), code="not_the_receiver", status=403)
        return referral
    referrals = Referral.objects.unscoped("转入的转介").select_related("station", "person", "worker")
    return referrals.select_for_update(of=("self",)).get(pk=pk)


def expect(referral: Referral, *states: State) -> None:
    """Refuse a step whose turn it is not."""
    if referral.state not in states:
        words = _("这条转介现在是“%s”，不能这样办理。") % referral.get_state_display()
        raise RuleBroken(words, code="not_now")


def said(name: str, text: str, *, least: int = 2) -> str:
    """A text that must be given."""
    text = clean(text or "")
    if not least <= len(text) <= LONGEST:
        raise Invalid({name: [_("请写明，2 到 2000 字。") if least else _("最多 2000 字。")]})
    return text


def keep(referral: Referral, act: str, by: User) -> Referral:
    """Save the step and write it down."""
    referral.version += 1
    referral.save()
    refs = [("person", str(referral.person_id))]
    if referral.to_station_id:
        refs.append(("station", str(referral.to_station_id)))
    journal.record(act, by, referral, station=referral.station_id, refs=refs, digest=referral.digest)
    return referral
