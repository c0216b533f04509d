from yimi.core.permissions import Permission
from yimi.core.routes import route

from . import views

app_name = "referrals"
urlpatterns = [
    route("", views.referral_list, Permission.CONTACT_VIEW, "list"),
    route("new/", views.referral_new, Permission.CONTACT_WRITE, "new"),
    route("<uuid:pk>/", views.referral, Permission.CONTACT_VIEW, "referral"),
    route("<uuid:pk>/edit/", views.referral_edit, Permission.CONTACT_WRITE, "edit"),
    route("<uuid:pk>/consent/", views.consent, Permission.CONTACT_WRITE, "consent"),
    route("<uuid:pk>/letter.docx", views.letter, Permission.CONTACT_VIEW, "letter"),
    *(route(f"<uuid:pk>/{key}/", view, Permission.CONTACT_WRITE, key) for key, view in views.STEPS.items()),
]
