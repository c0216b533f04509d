from yimi.core.permissions import Permission
from yimi.core.routes import route

from .views import assessments, circulars, dispatches

app_name = "dispatches"
_VIEW, _HOLD, _SIGN = Permission.DISPATCH_VIEW, Permission.DISPATCH_HOLD, Permission.CIRCULAR_SIGN
_PUBLISH = Permission.ASSESS_PUBLISH
urlpatterns = [
    route("dispatches/", dispatches.dispatch_list, _VIEW, "list"),
    route("dispatches/begin", dispatches.begin, _HOLD, "begin"),
    route("dispatches/<uuid:pk>/", dispatches.dispatch, _VIEW, "dispatch"),
    route("dispatches/<uuid:pk>/meeting", dispatches.meeting, _HOLD, "meeting"),
    route("dispatches/<uuid:pk>/decision", dispatches.decision, _HOLD, "decision"),
    route("dispatches/decisions/<uuid:pk>/withdraw", dispatches.withdraw, _HOLD, "withdraw"),
    route("dispatches/<uuid:pk>/issue", dispatches.issue, _HOLD, "issue"),
    route("dispatches/<uuid:pk>/close", dispatches.close, _HOLD, "close"),
    route("dispatches/<uuid:pk>/show", dispatches.show, _VIEW, "show"),
    route("dispatches/<uuid:pk>/table", dispatches.table, _VIEW, "table"),
    route("dispatches/<uuid:pk>/minutes", dispatches.minutes, _VIEW, "minutes"),
    route("circulars/", circulars.circular_list, _VIEW, "circulars"),
    route("circulars/begin", circulars.begin, _HOLD, "circular_begin"),
    route("circulars/<uuid:pk>/", circulars.circular, _VIEW, "circular"),
    route("circulars/<uuid:pk>/send", circulars.send, _HOLD, "circular_send"),
    route("circulars/<uuid:pk>/return", circulars.send_back, _SIGN, "circular_return"),
    route("circulars/<uuid:pk>/sign", circulars.sign, _SIGN, "circular_sign"),
    route("circulars/<uuid:pk>/issue", circulars.issue, _HOLD, "circular_issue"),
    route("circulars/<uuid:pk>/receive", circulars.receive, _HOLD, "circular_receive"),
    route("circulars/<uuid:pk>/reply", circulars.reply, _HOLD, "circular_reply"),
    route("circulars/<uuid:pk>/archive", circulars.archive, _HOLD, "circular_archive"),
    route("circulars/<uuid:pk>/file", circulars.download, _VIEW, "circular_file"),
    route("assessment/", assessments.assessment_now, _VIEW, "assessment_now"),
    route("assessment/<int:year>/", assessments.assessment, _VIEW, "assessment"),
    route("assessment/<int:year>/plan", assessments.plan, _HOLD, "plan"),
    route("assessment/<int:year>/result", assessments.result, _HOLD, "result"),
    route("assessment/<int:year>/propose", assessments.propose, _PUBLISH, "propose"),
    route("assessment/<int:year>/publish", assessments.publish, _PUBLISH, "publish"),
    route("assessment/results/<uuid:pk>/", assessments.objection, _VIEW, "objection"),
    route("assessment/objections/<uuid:pk>/decide", assessments.decide, _HOLD, "decide"),
]
