"""Every address of the site on one screen."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from pagecache.metrics import metrics

handler400 = "front.errors.bad_request"
handler403 = "front.errors.forbidden"
handler404 = "front.errors.not_found"
handler500 = "front.errors.server_error"

urlpatterns = [
    path("", include("blog.urls")),  # first: each miss walks the addresses down to its own
    path("", include("front.urls")),
    path("metrics", metrics, name="metrics"),  # for monitors on this machine
    path("", include("accounts.urls")),
    path("api/v1/", include("api.urls")),
    path("comments/", include("comments.urls")),
    path("subscribe/", include("subscribing.urls")),
    path("studio/", include("studio.urls")),
    path("preview/", include("studio.preview_urls")),
    # The same door as everybody's: the admin has no login of its own.
    path("admin/login/", RedirectView.as_view(pattern_name="accounts:login", query_string=True)),
    path("admin/", admin.site.urls),
    path("", include("front.letters")),  # last, like the pages themselves:
    path("", include("pages.urls")),  # their addresses are every path that is left
]
