"""The standing pages: every path that no other room has taken."""

from django.urls import path

from pages import views

app_name = "pages"

urlpatterns = [path("<path:path>/", views.page, name="page")]
