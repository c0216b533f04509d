from yimi.core.permissions import Permission
from yimi.core.routes import route

from .views import plans, proofs, roadmap, targets

app_name = "planning"
_VIEW, _WRITE, _APPROVE = Permission.PLANNING_VIEW, Permission.STATION_PLAN_WRITE, Permission.STATION_PLAN_APPROVE
_SET, _ROAD = Permission.TARGET_SET, Permission.ROADMAP_WRITE
urlpatterns = [
    route("", plans.plan_list, _VIEW, "list"),
    route("board", plans.board, _VIEW, "board"),
    route("plans/new", plans.new, _WRITE, "plan_new"),
    route("plans/<uuid:pk>/", plans.plan, _VIEW, "plan"),
    route("plans/<uuid:pk>/edit", plans.edit, _WRITE, "plan_edit"),
    route("plans/<uuid:pk>/submit", plans.submit, _WRITE, "plan_submit"),
    route("plans/<uuid:pk>/amend", plans.amend, _WRITE, "plan_amend"),
    route("plans/<uuid:pk>/sign", plans.sign, _APPROVE, "plan_sign"),
    route("plans/<uuid:pk>/return", plans.give_back, _APPROVE, "plan_return"),
    route("targets/", targets.target_list, _VIEW, "targets"),
    route("targets/new", targets.new, _SET, "target_new"),
    route("targets/form/", targets.form, _VIEW, "form"),
    route("targets/form/file", targets.form_file, _VIEW, "form_file"),
    route("targets/<uuid:pk>/", targets.target, _VIEW, "target"),
    route("targets/<uuid:pk>/divide", targets.divide, _SET, "target_divide"),
    route("targets/<uuid:pk>/down", targets.down, _SET, "target_down"),
    route("splits/<uuid:pk>/", targets.split, _SET, "split"),
    route("milestones/", roadmap.milestone_list, _VIEW, "milestones"),
    route("milestones/new", roadmap.milestone_new, _ROAD, "milestone_new"),
    route("milestones/table", roadmap.milestone_table, _VIEW, "milestone_table"),
    route("milestones/files/<uuid:pk>/", proofs.milestone_file, _VIEW, "milestone_file"),
    route("milestones/files/<uuid:pk>/remove", proofs.milestone_file_remove, _ROAD, "milestone_file_remove"),
    route("milestones/<uuid:pk>/files", proofs.milestone_file_add, _ROAD, "milestone_file_add"),
    route("milestones/<uuid:pk>/", roadmap.milestone, _VIEW, "milestone"),
    route("milestones/<uuid:pk>/edit", roadmap.milestone_edit, _ROAD, "milestone_edit"),
    route("milestones/<uuid:pk>/reopen", roadmap.milestone_reopen, _ROAD, "milestone_reopen"),
    route("milestones/<uuid:pk>/void", roadmap.milestone_void, _ROAD, "milestone_void"),
    route("duties/", roadmap.duty_list, _VIEW, "duties"),
    route("duties/new", roadmap.duty_new, _ROAD, "duty_new"),
    route("duties/table", roadmap.duty_table, _VIEW, "duty_table"),
    route("duties/files/<uuid:pk>/", proofs.duty_file, _VIEW, "duty_file"),
    route("duties/files/<uuid:pk>/remove", proofs.duty_file_remove, _ROAD, "duty_file_remove"),
    route("duties/<uuid:pk>/files", proofs.duty_file_add, _ROAD, "duty_file_add"),
    route("duties/<uuid:pk>/", roadmap.duty, _VIEW, "duty"),
    route("duties/<uuid:pk>/edit", roadmap.duty_edit, _ROAD, "duty_edit"),
    route("duties/<uuid:pk>/void", roadmap.duty_void, _ROAD, "duty_void"),
]
