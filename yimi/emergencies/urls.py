from yimi.core.permissions import Permission
from yimi.core.routes import route

from .views import lines, operations, outcomes, papers

app_name = "emergencies"
_VIEW, _OPEN = Permission.EMERGENCY_VIEW, Permission.EMERGENCY_OPEN
_LIST, _WORK = Permission.EMERGENCY_LIST, Permission.EMERGENCY_WORK
urlpatterns = [
    route("", operations.operation_list, _VIEW, "list"),
    route("new", operations.new, _OPEN, "new"),
    route("<uuid:pk>/", operations.board, _VIEW, "board"),
    route("<uuid:pk>/edit", operations.edit, _OPEN, "edit"),
    route("<uuid:pk>/level", operations.level, _OPEN, "level"),
    route("<uuid:pk>/phase", operations.phase, _OPEN, "phase"),
    route("<uuid:pk>/end", operations.end, _OPEN, "end"),
    route("<uuid:pk>/make", operations.make, _LIST, "make"),
    route("<uuid:pk>/send", operations.send, _LIST, "send"),
    route("<uuid:pk>/lines", lines.line_list, _VIEW, "lines"),
    route("<uuid:pk>/add", lines.add, _WORK, "add"),
    route("lines/<uuid:pk>/", lines.line, _VIEW, "line"),
    route("lines/<uuid:pk>/edit", lines.edit, _WORK, "line_edit"),
    route("lines/<uuid:pk>/phone", lines.phone, _WORK, "phone"),
    route("lines/<uuid:pk>/outcome", outcomes.note, _WORK, "outcome"),
    route("lines/<uuid:pk>/after", outcomes.after, _WORK, "after"),
    route("outcomes/<uuid:pk>/withdraw", outcomes.withdraw, _WORK, "withdraw"),
    route("<uuid:pk>/wishes", outcomes.wishes, _VIEW, "wishes"),
    route("<uuid:pk>/brief", papers.brief, _VIEW, "brief"),
    route("<uuid:pk>/brief/file", papers.brief_file, _VIEW, "brief_file"),
    route("<uuid:pk>/safety", papers.safety, _VIEW, "safety"),
    route("<uuid:pk>/safe", papers.safe, _WORK, "safe"),
    route("<uuid:pk>/rosters", papers.rosters, _VIEW, "rosters"),
    route("<uuid:pk>/print", papers.print_roster, _WORK, "print"),
    route("rosters/<uuid:pk>/recall", papers.recall, _WORK, "recall"),
    route("<uuid:pk>/table", papers.table, Permission.EXPORT, "table"),
]
