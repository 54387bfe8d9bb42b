"""The addresses that read across all content, and those that machines ask for."""

from django.urls import path, register_converter

from blog.converters import Number
from front import health, home, machines, search, sitemaps

app_name = "front"

register_converter(sitemaps.KindInAddress, "told")
register_converter(Number, "shard")
register_converter(machines.Key, "indexnow")

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("robots.txt", machines.robots, name="robots"),
    path("llms.txt", machines.llms, name="llms"),
    path(".well-known/security.txt", machines.security, name="security"),
    path("<indexnow:key>.txt", machines.indexnow, name="indexnow"),
    path("cards/site.png", machines.card, name="card"),
    path("favicon.ico", machines.icon, name="icon"),
    path("apple-touch-icon.png", machines.icon, name="touch_icon"),
    path("humans.txt", machines.humans, name="humans"),
    path("speculation-rules.json", machines.speculation_rules, name="speculation_rules"),
    path("manifest.webmanifest", machines.manifest, name="manifest"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemaps/<told:kind>-<shard:n>.xml", sitemaps.file, name="sitemap_shard"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
