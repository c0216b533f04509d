"""What papers put on the page of a person (面板): the button 收申请资料."""

from django.template.loader import render_to_string


def receive_button(request, subject) -> str:
    return render_to_string("papers/receive_button.html", {"person": subject.id}, request=request)
