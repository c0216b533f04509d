from yimi.core.permissions import Permission
from yimi.core.routes import SIGNED_IN, route

from .views import answers, demands, feedback

app_name = "requests"
_VIEW, _WRITE, _APPROVE = Permission.REQUEST_VIEW, Permission.REQUEST_WRITE, Permission.REQUEST_APPROVE
_ANSWER, _FEEDBACK = Permission.REQUEST_ANSWER, Permission.FEEDBACK_ANSWER
urlpatterns = [
    route("", demands.demand_list, _VIEW, "list"),
    route("requests.xlsx", demands.table, Permission.EXPORT, "table"),
    route("new/", demands.new, _WRITE, "new"),
    route("station/", answers.station, _VIEW, "station"),
    route("year/", demands.year, _VIEW, "year"),
    route("answers/<uuid:pk>/", answers.given, _VIEW, "answer"),
    route("feedback/", feedback.feedback_list, _FEEDBACK, "feedback_list"),
    route("feedback/new/", feedback.new, SIGNED_IN, "feedback_new"),
    route("feedback/<uuid:pk>/", feedback.feedback, SIGNED_IN, "feedback"),
    route("feedback/<uuid:pk>/answer/", feedback.answer, _FEEDBACK, "feedback_answer"),
    route("<uuid:pk>/", demands.demand, _VIEW, "demand"),
    route("<uuid:pk>/edit/", demands.edit, _WRITE, "edit"),
    route("<uuid:pk>/publish/", demands.publish, _APPROVE, "publish"),
    route("<uuid:pk>/return/", demands.give_back, _APPROVE, "return"),
    route("<uuid:pk>/end/", demands.end, _WRITE, "end"),
    route("<uuid:pk>/fill/", answers.answer, _ANSWER, "fill"),
]
