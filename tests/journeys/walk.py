"""The pages that are walked (巡页): every page of the house that somebody opens, by who opens it."""

from dataclasses import replace

from conftest import _user
from tests import story
from tests.sweep import building, dispatched, emergencies, files, library, lists, planned, reported, requested, work
from tests.sweep.words import HERE
from yimi.clients.elsewhere import handle_of
from yimi.construction.actions import begin_building
from yimi.core.ids import new_id
from yimi.core.permissions import Role
from yimi.coverage.actions import PlaceFields, put_place
from yimi.network.actions import put_station

BUILT = "469030104201"
WALK = {
    "worker": (
        "", "reports/?cadence=weekly&period=2026-W45", "reports/{locked_report}/",
        "emergencies/", "emergencies/{emergency}/", "emergencies/{emergency}/lines", "emergencies/{emergency}/add",
        "emergencies/lines/{emergency_line}/", "emergencies/lines/{emergency_line}/edit",
        "emergencies/{emergency}/safety", "emergencies/{emergency}/rosters", "emergencies/{emergency}/wishes",
        "campaigns/", "campaigns/new", "campaigns/{campaign}/", "campaigns/{campaign}/edit",
        "campaigns/{campaign}/people", "campaigns/{campaign}/choose",
        "campaigns/{campaign}/choose?categories=GLLR", "campaigns/{campaign}/choose?q=zzz",
        "campaigns/{campaign}/deliver", "campaigns/{campaign}/deliver?pick=all", "campaigns/{campaign}/deliveries",
        "requests/", "requests/{demand}/", "requests/{demand}/fill/", "requests/station/", "requests/answers/{answer}/",
        "requests/feedback/new/", "requests/feedback/{feedback}/",
        "campaigns/{campaign}/summary", "policies/", "policies/?q=zzz", "policies/{policy}/", "tracking/",
        "tracking/{tracked}/",
        "alerts/", "alerts/day/", "alerts/{alert}/",
        "publications/", "publications/new?kind=brief", "publications/new?kind=case", "publications/new?kind=media",
        "publications/{publication}/", "publications/{publication}/edit", "publications/{sent_publication}/",
        "publications/photos/{publication_photo}/blur", "logs/?day=2026-11-19", "logs/?day=2026-11-01",
        "logs/week?day=2026-11-19", "logs/station?day=2026-11-19", "chronicle/?least=1", "chronicle/new",
        "people/", "people/?q=zzz", "people/new/", "people/{guilan}/", "people/{guilan}/edit/",
        "people/{guilan}/categories/", "people/{guilan}/void/", "people/{guilan}/particulars/",
        "people/{guilan}/consent/", "people/{guilan}/access/", "people/{guilan}/end/", "people/{guilan}/household/",
        "people/{guilan}/household/?q=fsl", "people/{ended}/", "people/{ended}/reopen/", "people/duplicates/",
        "people/duplicates/?where=elsewhere", "people/duplicates/{pair}/", "people/elsewhere/{handle}/",
        "people/?q=林示例+13800000009", "people/requests/", "people/requests/?show=done",
        "visits/new", "visits/new?q=wgl", "visits/new?q=zzz", "visits/new?person={guilan}",
        "records/", "records/{seen}/", "records/{seen}/edit", "account/sessions/",
        "account/password/", "account/second/", "account/language/",
        "registers/", "registers/{register}/", "registers/{register}/?match=unsure", "registers/entries/{entry}/",
        "registers/differences/", "visiting/due/", "visiting/lists/", "visiting/coverage/", "people/{listed}/",
    ),
    "head": (
        "", "reports/", "reports/?period=2026-10", "reports/{report}/", "reports/{report}/fill",
        "reports/{locked_report}/", "messages/", "messages/?read=yes", "messages/mail/",
        "alerts/?state=all", "alerts/day/",
        "tracking/", "tracking/?state=closed", "tracking/{tracked}/", "tracking/{answered_tracked}/",
        "construction/469030104/", "planning/", "planning/?year=2027", "planning/board", "planning/plans/new",
        "planning/plans/new?year=2028", "planning/plans/{plan}/", "planning/plans/{waiting_plan}/",
        "planning/plans/{plan}/edit", "planning/targets/?station=469030104",
        "planning/targets/form/?station=469030104",
        "planning/targets/{target}/?station=469030104", "planning/splits/{split}/", "planning/milestones/",
        "planning/milestones/new", "planning/milestones/{milestone}/", "planning/milestones/{milestone}/edit",
        "campaigns/{campaign}/", "packs/", "policies/", "policies/{policy}/", "provided/", "provided/{provided}/",
        "provided/ask", "provided/ask?place=469030104&people=all-key&first=2026-11-01&last=2026-11-20",
        "records/import/", "people/", "people/{guilan}/", "people/{keep}/", "people/{drop}/",
        "people/{guilan}/transfer/", "people/{guilan}/merge/", "people/{guilan}/merge/?q=fsl",
        "people/merge/?keep={guilan}&drop={twin}", "people/merges/",
        "people/requests/", "people/handover/", "people/handover/?whose=worker&workers={colleague}",
        "files/", "files/imports/new/people/", "files/imports/{import}/", "files/exports/new/people/",
        "files/exports/new/register_entries/", "files/exports/{export}/", "registers/entries/{unsure_entry}/",
        "visiting/due/", "visiting/due/?whose=mine", "visiting/lists/", "visiting/lists/?year=2027",
        "visiting/rounds/{round}/", "visiting/rounds/{round}/choose/", "visiting/rounds/{round}/choose/?pick=all",
        "visiting/rounds/{round}/remove/?person={listed}", "visiting/capacity/", "visiting/people/{listed}/pause/",
    ),
    "province": (
        "requests/", "requests/new/", "requests/year/", "requests/feedback/",
        "analysis/", "analysis/?show=chart", "counties/", "counties/469030/", "stations/areas/changes/", "coverage/",
        "coverage/?county=469030", "coverage/?year=2027&gap=on", "coverage/edit/", "coverage/edit/?place=469030105",
        "provided/", "provided/ask?place=46&people=&first=2026-01-01&last=2026-11-20",
        "policies/", "policies/new/", "planning/", "planning/board", "planning/targets/", "planning/targets/form/",
        "planning/targets/new",
        "dispatches/", "circulars/", "circulars/{circular}/", "assessment/2026/", "assessment/2026/?object=station",
        "assessment/2026/?object=worker", "assessment/2026/plan",
        "policies/", "policies/new/", "planning/", "planning/board", "planning/targets/", "planning/targets/new",
        "planning/milestones/new", "planning/duties/", "planning/duties/new", "packs/", "construction/",
        "construction/469030104/", "construction/unveilings/", "tracking/", "tracking/?sort=station", "tracking/new",
        "tracking/{settled_tracked}/", "campaigns/", "campaigns/{campaign}/", "alerts/", "alerts/day/",
        "overview/", "overview/?show=stations", "overview/?period=cumulative", "overview/?period=2026-09",
        "overview/?area=469030", "figures/measures/",
        "figures/rows/?measure=VISIT_FILE_PT&period=2026-11&area=469030", "stations/", "stations/469030104/",
        "stations/469030104/edit/", "stations/areas/", "stations/calendar/", "stations/organisations/",
        "stations/organisations/new/", "stations/new/", "catalogue/", "catalogue/upload/", "records/", "people/",
        "visiting/coverage/", "files/exports/new/people/", "nothing-here/",
    ),
    "county": (
        "requests/", "requests/?state=proposed", "requests/?q=zzz", "requests/new/", "requests/{demand}/",
        "requests/{proposed_demand}/", "requests/{proposed_demand}/edit/", "requests/station/", "requests/year/",
        "requests/answers/{answer}/", "requests/feedback/", "requests/feedback/{feedback}/",
        "alerts/", "alerts/?on=2026-11-19&item=vacant", "alerts/{alert}/", "alerts/day/", "alerts/day/?day=2026-11-19",
        "emergencies/", "emergencies/new", "emergencies/{emergency}/", "emergencies/{emergency}/edit",
        "emergencies/{emergency}/send", "emergencies/{emergency}/brief", "emergencies/{emergency}/safety",
        "construction/", "construction/?state=building", "construction/?q=zzz", "construction/469030104/",
        "construction/{built}/", "construction/{built}/inspect", "construction/unveilings/",
        "construction/unveilings/new", "construction/unveilings/new?station=469030104",
        "construction/unveilings/{unveiling}/", "messages/", "reminders/",
        "reminders/?q=zzz", "tracking/", "tracking/?level=county", "tracking/new",
        "tracking/{tracked}/", "tracking/{answered_tracked}/", "tracking/{settled_tracked}/", "policies/new/",
        "policies/{policy}/", "policies/{policy}/edit/", "policies/{policy_draft}/", "policies/{policy_draft}/edit/",
        "policies/?kind=notice&on=2026-11-01", "coverage/", "packs/", "packs/?station=469030104", "analysis/",
        "dispatches/{dispatch}/", "dispatches/{dispatch}/meeting", "dispatches/{dispatch}/decision",
        "dispatches/{dispatch}/show", "circulars/{circular}/", "assessment/results/{result}/",
        "counties/469030/", "planning/", "planning/?year=2027", "planning/plans/{waiting_plan}/",
        "planning/board?area=469030", "planning/targets/", "planning/targets/{target}/", 
        "planning/milestones/", "planning/duties/", "planning/duties/new", 
        "planning/duties/{duty}/", "planning/duties/{duty}/edit", "campaigns/{campaign}/summary",
        "publications/", "publications/?state=adopted", "publications/{sent_publication}/", "chronicle/",
        "chronicle/?station=469030104&least=1", "chronicle/new",
        "people/{guilan}/", "people/merges/", "people/duplicates/{pair}/", "overview/", "stations/469030104/",
        "stations/{here}/post/", "files/", "registers/", "registers/import/", "registers/columns/{asking_import}/",
        "registers/{register}/", "registers/differences/", "registers/entries/{open_entry}/", "visiting/rounds/",
        "visiting/rounds/{waiting_round}/", "visiting/rounds/{settled_round}/", "visiting/lists/", "visiting/rules/",
        "visiting/rules/of/{county_area}/", "visiting/coverage/?area=469030",
        "visiting/coverage/rows/?station=469030104&what=due",
    ),
    "township": (
        "construction/{built}/", "construction/{built}/check", "planning/", "planning/plans/{waiting_plan}/",
        "tracking/", "coverage/", "alerts/day/",
    ),
    "sysadmin": ("users/", "users/new/", "users/{user}/", "users/{user}/appoint/", "users/requests/"),
    "auditor": ("audit/",),
}  # fmt: skip


def fill(lived_in):
    """The small world with all that happens around a file, and what offices build, plan, issue and follow."""
    world = lived_in
    asking = _user("near-head", Role.STATION_HEAD, world.near)
    place = files.Place(world.here, world.worker, world.head, asking, world.near)
    files.write(place, world.guilan, replace(HERE, disability="46999919500101152742"))
    there = story.person(world.stranger, world.elsewhere, "林示例", opened_on=world.opened, phone="13800000009")
    world.twin = place.person(HERE)
    world.pair = files.pair_of(world.guilan, world.twin)
    files.pair_of(world.guilan, there)
    world.handle = handle_of(world.worker, there.pk)
    world.asked = files.asked(place, HERE)
    world.listed = place.person(HERE, id_type="resident_id", id_number=HERE.id_number, phone=HERE.phone)
    offices = lists.Offices(world.county, world.township)
    world.rows = lists.registered(place, offices, world.listed, HERE)
    world.rows |= lists.listed(place, offices, world.listed, world.twin, HERE)
    world.rows |= lists.sent(world.head, world.county, HERE, "469030")
    world.rows |= work.done(place, world.listed, world.twin, HERE) | planned.done(place, offices, HERE)
    world.rows |= emergencies.under_way(place, world.county, world.listed, HERE)
    world.rows |= building.built(place, world.county, HERE) | library.issued(world.county, world.here, HERE)
    world.rows |= requested.asked(place, world.county, HERE) | reported.owed(place, world.head, HERE)
    world.rows |= dispatched.opened(world.province, world.leader)
    world.rows |= dispatched.held(place, world.county, world.province, HERE)
    _room(world)
    return world


def _room(world):
    """A room of a village that is being built, and a town on the list of places to cover."""
    room = put_station(
        new_id(), by=world.county, code=BUILT, name="潮村社工室", short_name="潮村社工室", level="village_room",
        prefix="QZCZCC", state="planned",
    )  # fmt: skip
    begin_building(room.pk, by=world.county, premises="reused")
    put_place(PlaceFields("469030105", 2027, "易地搬迁"), by=world.province)


def paths(world, role):
    _mover, _seen, keep, drop, ended = world.asked["_people"]
    names = {
        "guilan": world.guilan.pk, "seen": world.seen.pk, "here": world.here.pk, "user": world.worker.pk,
        "twin": world.twin.pk, "pair": world.pair.pk, "handle": world.handle, "colleague": world.colleague.pk,
        "keep": keep.pk, "drop": drop.pk, "ended": ended.pk, "listed": world.listed.pk, "built": BUILT,
    } | {kind.replace(" ", "_"): pk for kind, pk in world.rows.items()}  # fmt: skip
    return [("/app/" + path.format(**names)) for path in WALK[role]]
