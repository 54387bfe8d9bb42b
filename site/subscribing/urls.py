"""The addresses at which readers subscribe and unsubscribe. None of them is ever kept."""

from django.urls import path

from subscribing import views

app_name = "subscribing"

urlpatterns = [
    path("", views.ask, name="ask"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("leave/<str:token>/", views.leave, name="leave"),
    path("<str:token>/", views.own, name="own"),
]
