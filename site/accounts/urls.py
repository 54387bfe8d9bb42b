from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("login/", views.login, name="login"),
    path("login/once/<str:token>/", views.once, name="once"),
    path("logout/", views.logout, name="logout"),
    path("account/password/", views.password, name="password"),
]
