from yimi.core.permissions import Permission
from yimi.core.routes import route

from .views import consent, duplicates, file, handover, merging, moving, people

app_name = "clients"
urlpatterns = [
    route("", people.person_list, Permission.PERSON_VIEW, "list"),
    route("assign/", people.assign, Permission.PERSON_WRITE, "assign"),
    route("new/", people.person_new, Permission.PERSON_WRITE, "new"),
    route("merge/", merging.merge, Permission.PERSON_MERGE, "merge"),
    route("merges/", merging.merges, Permission.PERSON_MERGE, "merges"),
    route("merges/<uuid:pk>/undo/", merging.merge_undo, Permission.PERSON_MERGE, "merge_undo"),
    route("<uuid:pk>/merge/", merging.merge_with, Permission.PERSON_MERGE, "merge_with"),
    route("new/same/", duplicates.same, Permission.PERSON_WRITE, "same"),
    route("duplicates/", duplicates.pairs, Permission.PERSON_VIEW, "pairs"),
    route("duplicates/<uuid:pk>/", duplicates.pair, Permission.PERSON_VIEW, "pair"),
    route("duplicates/<uuid:pk>/different/", duplicates.pair_decide, Permission.PERSON_VIEW, "pair_decide"),
    route("duplicates/<uuid:pk>/reopen/", duplicates.pair_reopen, Permission.PERSON_VIEW, "pair_reopen"),
    route("handover/", handover.handover, Permission.PERSON_MOVE, "handover"),
    route("handover/undo/", handover.handover_undo, Permission.PERSON_MOVE, "handover_undo"),
    route("requests/", moving.requests, Permission.PERSON_WRITE, "requests"),
    route("elsewhere/<str:handle>/", moving.ask_elsewhere, Permission.PERSON_WRITE, "ask_elsewhere"),
    route("transfers/<uuid:pk>/answer/", moving.transfer_answer, Permission.PERSON_MOVE, "transfer_answer"),
    route("transfers/<uuid:pk>/withdraw/", moving.transfer_withdraw, Permission.PERSON_MOVE, "transfer_withdraw"),
    route("consults/<uuid:pk>/answer/", moving.consult_answer, Permission.PERSON_MOVE, "consult_answer"),
    route("consults/<uuid:pk>/end/", moving.consult_end, Permission.PERSON_MOVE, "consult_end"),
    route("<uuid:pk>/transfer/", moving.transfer, Permission.PERSON_MOVE, "transfer"),
    route("<uuid:pk>/", people.person, Permission.PERSON_VIEW, "person"),
    route("<uuid:pk>/edit/", people.person_edit, Permission.PERSON_WRITE, "edit"),
    route("<uuid:pk>/consent/", consent.consent, Permission.PERSON_WRITE, "consent"),
    route("<uuid:pk>/access/", consent.access, Permission.PERSON_VIEW, "access"),
    route("<uuid:pk>/end/", file.end, Permission.PERSON_WRITE, "end"),
    route("<uuid:pk>/reopen/", file.reopen, Permission.PERSON_WRITE, "reopen"),
    route("<uuid:pk>/archive/", file.archive, Permission.PERSON_WRITE, "archive"),
    route("<uuid:pk>/particulars/", file.particulars, Permission.PERSON_WRITE, "particulars"),
    route("<uuid:pk>/void/", people.person_void, Permission.PERSON_WRITE, "void"),
    route("<uuid:pk>/household/", people.household, Permission.PERSON_WRITE, "household"),
    route("<uuid:pk>/reveal/", people.person_reveal, Permission.PERSON_REVEAL, "reveal"),
    route("<uuid:pk>/categories/", people.categories, Permission.PERSON_VIEW, "categories"),
    route("<uuid:pk>/categories/end/", people.category_end, Permission.PERSON_VIEW, "category_end"),
]
