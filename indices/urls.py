"""The pages and files that show figures, by noun."""

from django.urls import path, re_path

from .views import bulletins, communes, corrections, home, indicators, indices, rankings, sources, targets, units
from .writing import ENDINGS

app_name = "indices"
KIND = "(?P<plural>provinces|ministries)"

urlpatterns = [
    path("", home.home, name="home"),
    # indices and their editions
    path("indices/", indices.index_list, name="index_list"),
    path("indices/<slug:code>/", indices.index_detail, name="index_detail"),
    re_path(rf"^indices/(?P<code>[-\w]+)/(?P<year>\d{{4}})/{KIND}/$", rankings.league_table, name="league_table"),
    re_path(
        rf"^indices/(?P<code>[-\w]+)/(?P<year>\d{{4}})/{KIND}\.(?P<ending>{ENDINGS})$",
        rankings.league_file,
        name="league_file",
    ),
    # units
    re_path(rf"^{KIND}/(?P<slug>[-\w]+)/$", units.unit, name="unit"),
    re_path(rf"^{KIND}/(?P<slug>[-\w]+)\.(?P<ending>{ENDINGS})$", units.unit_file, name="unit_file"),
    re_path(rf"^{KIND}/(?P<slug>[-\w]+)/(?P<year>\d{{4}})/$", units.unit_year, name="unit_year"),
    re_path(rf"^{KIND}/(?P<slug>[-\w]+)/(?P<year>\d{{4}})/bulletin/$", bulletins.bulletin, name="bulletin"),
    # communes
    path("communes/", communes.communes, name="communes"),
    # targets
    path("targets/", targets.target_list, name="target_list"),
    path("targets/<slug:code>/", targets.target_detail, name="target_detail"),
    re_path(rf"^targets/(?P<code>[-\w]+)\.(?P<ending>{ENDINGS})$", targets.target_file, name="target_file"),
    path("indicators/<slug:code>/", indicators.indicator_detail, name="indicator_detail"),
    re_path(rf"^indicators/(?P<code>[-\w]+)\.(?P<ending>{ENDINGS})$", indicators.indicator_file, name="indicator_file"),
    # corrections
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections.atom", corrections.CorrectionsFeed(), name="corrections_feed"),
    re_path(rf"^corrections\.(?P<ending>{ENDINGS})$", corrections.corrections_file, name="corrections_file"),
    # sources
    path("sources/<slug:code>/", sources.source, name="source"),
]
