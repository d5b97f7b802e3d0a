"""The site's map, by noun. Vietnamese has no prefix, English is the same path under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from . import views

urlpatterns = i18n_patterns(
    path("about/", views.about, name="about"),
    path("", include("indices.urls")),
    path("", include("provinces.urls")),
    path("admin/", admin.site.urls),
    prefix_default_language=False,
)
