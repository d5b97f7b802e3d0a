"""The site's map, by noun. Vietnamese has no prefix, English is the same path under /en/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from indices.api.endpoints import ROOT as API
from indices.api.v1 import api
from provinces.admin.merger import merger

from . import health, metrics, views
from .passwords import AskForLink, LinkIsSent, PasswordIsSet, SetPassword
from .second_factor import second_factor
from .sitemaps import PublicPages

# Only with a mail server: Django's sign-in page then offers a link by mail.
by_mail = [
    path("admin/password-reset/", AskForLink.as_view(), name="admin_password_reset"),
    path("admin/password-reset/done/", LinkIsSent.as_view(), name="password_reset_done"),
]
if not settings.EMAIL_URL:
    by_mail = []

urlpatterns = i18n_patterns(
    path("about/", views.about, name="about"),
    path("about/design/", views.design, name="design"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("opensearch.xml", views.opensearch, name="opensearch"),
    path("", include("indices.urls")),
    path("", include("provinces.urls")),
    # the officials' pages
    path("admin/merger/", admin.site.admin_view(merger), name="merger"),
    path("admin/publishing-guide/", admin.site.admin_view(views.publishing_guide), name="publishing_guide"),
    path("admin/second-factor/", second_factor, name="second_factor"),
    path("admin/reset/<uidb64>/<token>/", SetPassword.as_view(), name="password_reset_confirm"),
    path("admin/reset/done/", PasswordIsSet.as_view(), name="password_reset_complete"),
    *by_mail,
    path("admin/", admin.site.urls),
    prefix_default_language=False,
)
# one address, whatever the language
urlpatterns += [
    path(API.lstrip("/"), api.urls),
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": PublicPages}}, name="sitemap"),
    # for machines; `middleware.Probes` answers them before anything else
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("metrics", metrics.metrics, name="metrics"),
]

handler400 = "reform_portal.errors.bad_request"
handler404 = "reform_portal.errors.not_found"
handler500 = "reform_portal.errors.failed"
