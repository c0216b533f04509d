from yimi.core.permissions import Permission
from yimi.core.routes import route

from .views import lists, plans, rounds, visits

app_name = "visiting"
urlpatterns = [
    route("", visits.home, Permission.FIGURES_VIEW, "home"),
    route("due/", visits.due_list, Permission.LIST_VIEW, "due"),
    route("today", visits.today, Permission.LIST_VIEW, "today"),
    route("people/<uuid:pk>/pause/", visits.pause, Permission.LIST_VIEW, "pause"),
    route("pauses/<uuid:pk>/resume/", visits.resume, Permission.LIST_VIEW, "resume"),
    route("lists/", lists.members, Permission.LIST_VIEW, "members"),
    route("lists/draft/", lists.draft, Permission.LIST_PLAN, "draft"),
    route("lists/table.xlsx", lists.table, Permission.EXPORT, "table"),
    route("rounds/", rounds.rounds, Permission.LIST_APPROVE, "rounds"),
    route("rounds/<uuid:pk>/", rounds.round_page, Permission.LIST_VIEW, "round"),
    route("rounds/<uuid:pk>/choose/", lists.choose, Permission.LIST_PLAN, "choose"),
    route("rounds/<uuid:pk>/reckon/", lists.reckon, Permission.LIST_PLAN, "reckon"),
    route("rounds/<uuid:pk>/add/", lists.add, Permission.LIST_PLAN, "add"),
    route("rounds/<uuid:pk>/drop/", rounds.drop, Permission.LIST_PLAN, "drop"),
    route("rounds/<uuid:pk>/remove/", rounds.remove, Permission.LIST_PLAN, "remove"),
    route("rounds/<uuid:pk>/keep/", rounds.keep, Permission.LIST_PLAN, "keep"),
    route("rounds/<uuid:pk>/submit/", rounds.submit, Permission.LIST_PLAN, "submit"),
    route("rounds/<uuid:pk>/strike/", rounds.strike, Permission.LIST_APPROVE, "strike"),
    route("rounds/<uuid:pk>/sign/", rounds.sign, Permission.LIST_APPROVE, "sign"),
    route("rounds/<uuid:pk>/return/", rounds.send_back, Permission.LIST_APPROVE, "return"),
    route("capacity/", plans.capacity_page, Permission.LIST_VIEW, "capacity"),
    route("rules/", plans.rule_list, Permission.LIST_APPROVE, "rules"),
    route("rules/<uuid:pk>/", plans.rule_page, Permission.LIST_APPROVE, "rule"),
    route("rules/<uuid:pk>/publish/", plans.rule_publish, Permission.LIST_APPROVE, "rule_publish"),
    route("rules/<uuid:pk>/discard/", plans.rule_discard, Permission.LIST_APPROVE, "rule_discard"),
    route("rules/of/<uuid:pk>/", plans.rule_edit, Permission.LIST_APPROVE, "rule_edit"),
    route("rules/of/<uuid:pk>/try/", plans.rule_try, Permission.LIST_APPROVE, "rule_try"),
    route("coverage/", plans.coverage_page, Permission.FIGURES_VIEW, "coverage"),
    route("coverage/rows/", plans.rows, Permission.LIST_VIEW, "rows"),
]
