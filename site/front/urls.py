"""The addresses that read across all content, and those that machines ask for."""

from django.urls import path

from front import health, home, machines, search

app_name = "front"

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
