"""The addresses at which readers write letters. None of them is ever kept."""

from django.urls import path, register_converter

from comments import views


class Kind:
    """A kind of text that letters are written to."""

    regex = "post|page"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Kind, "lettered")
app_name = "comments"

urlpatterns = [
    path("<lettered:kind>/<int:number>/", views.write, name="write"),
    path("<int:number>/", views.sent, name="sent"),
    path("<int:number>/mend/", views.mend, name="mend"),
]
