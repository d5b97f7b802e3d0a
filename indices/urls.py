"""The pages and files that show figures, by noun."""

from django.urls import path, re_path

from .views import (
    api,
    bulletins,
    cards,
    communes,
    comparisons,
    corrections,
    data,
    directories,
    editions,
    glossary,
    home,
    indicators,
    indices,
    methods,
    paper,
    press,
    problems,
    rankings,
    search,
    sources,
    targets,
    units,
)
from .writing import ENDINGS

app_name = "indices"
KIND = "(?P<plural>provinces|ministries)"

urlpatterns = [
    path("", home.home, name="home"),
    path("card.png", cards.home_card, name="home_card"),
    # indices and their editions
    path("indices/", indices.index_list, name="index_list"),
    re_path(rf"^indices\.(?P<ending>{ENDINGS})$", indices.index_list_file, name="indices_file"),
    path("indices/<slug:code>/", indices.index_detail, name="index_detail"),
    re_path(rf"^indices/(?P<code>[-\w]+)\.(?P<ending>{ENDINGS})$", indices.index_file, name="index_file"),
    path("indices/<slug:code>/card.png", cards.index_card, name="index_card"),
    re_path(rf"^indices/(?P<code>[-\w]+)/(?P<year>\d{{4}})/{KIND}/$", rankings.league_table, name="league_table"),
    re_path(rf"^indices/(?P<code>[-\w]+)/(?P<year>\d{{4}})/{KIND}/card\.png$", cards.league_card, name="league_card"),
    re_path(
        rf"^indices/(?P<code>[-\w]+)/(?P<year>\d{{4}})/{KIND}\.(?P<ending>{ENDINGS})$",
        rankings.league_file,
        name="league_file",
    ),
    re_path(r"^indices/(?P<code>[-\w]+)/(?P<year>\d{4})/method/$", methods.method, name="method"),
    re_path(
        rf"^indices/(?P<code>[-\w]+)/(?P<year>\d{{4}})/method\.(?P<ending>{ENDINGS})$",
        methods.method_file,
        name="method_file",
    ),
    re_path(r"^indices/(?P<code>[-\w]+)/(?P<year>\d{4})/press-pack\.zip$", press.press_pack, name="press_pack"),
    # units
    re_path(rf"^{KIND}\.(?P<ending>{ENDINGS})$", directories.directory_file, name="directory_file"),
    re_path(rf"^{KIND}/(?P<slug>[-\w]+)/$", units.unit, name="unit"),
    re_path(rf"^{KIND}/(?P<slug>[-\w]+)\.(?P<ending>{ENDINGS})$", units.unit_file, name="unit_file"),
    re_path(rf"^{KIND}/(?P<slug>[-\w]+)/(?P<year>\d{{4}})/$", units.unit_year, name="unit_year"),
    re_path(
        rf"^{KIND}/(?P<slug>[-\w]+)/(?P<year>\d{{4}})\.(?P<ending>{ENDINGS})$",
        units.unit_year_file,
        name="unit_year_file",
    ),
    re_path(rf"^{KIND}/(?P<slug>[-\w]+)/(?P<year>\d{{4}})/bulletin/$", bulletins.bulletin, name="bulletin"),
    re_path(
        rf"^{KIND}/(?P<slug>[-\w]+)/(?P<year>\d{{4}})/bulletin\.(?P<ending>{ENDINGS})$",
        bulletins.bulletin_file,
        name="bulletin_file",
    ),
    re_path(rf"^{KIND}/(?P<slug>[-\w]+)/card\.png$", cards.unit_card, name="unit_card"),
    re_path(rf"^{KIND}/(?P<slug>[-\w]+)/(?P<year>\d{{4}})/card\.png$", cards.bulletin_card, name="bulletin_card"),
    re_path(rf"^{KIND}/(?P<slug>[-\w]+)/(?P<year>\d{{4}})/one-page\.pdf$", paper.one_page, name="one_page"),
    re_path(rf"^{KIND}/(?P<slug>[-\w]+)/(?P<year>\d{{4}})/report\.docx$", paper.report, name="report"),
    # units side by side
    path("compare/", comparisons.compare, name="compare"),
    re_path(rf"^compare\.(?P<ending>{ENDINGS})$", comparisons.compare_file, name="compare_file"),
    # search
    path("search/", search.search, name="search"),
    path("search/suggest.json", search.suggest, name="suggest"),
    # communes
    path("communes/", communes.communes, name="communes"),
    re_path(rf"^communes\.(?P<ending>{ENDINGS})$", communes.communes_file, name="communes_file"),
    # targets
    path("targets/", targets.target_list, name="target_list"),
    re_path(rf"^targets\.(?P<ending>{ENDINGS})$", targets.target_list_file, name="targets_file"),
    path("targets/<slug:code>/", targets.target_detail, name="target_detail"),
    path("targets/<slug:code>/card.png", cards.target_card, name="target_card"),
    re_path(rf"^targets/(?P<code>[-\w]+)\.(?P<ending>{ENDINGS})$", targets.target_file, name="target_file"),
    path("indicators/<slug:code>/", indicators.indicator_detail, name="indicator_detail"),
    path("indicators/<slug:code>/card.png", cards.indicator_card, name="indicator_card"),
    re_path(rf"^indicators/(?P<code>[-\w]+)\.(?P<ending>{ENDINGS})$", indicators.indicator_file, name="indicator_file"),
    # corrections
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections.atom", corrections.CorrectionsFeed(), name="corrections_feed"),
    re_path(rf"^corrections\.(?P<ending>{ENDINGS})$", corrections.corrections_file, name="corrections_file"),
    path("report-a-problem/", problems.report_problem, name="report_problem"),
    # what is new
    path("editions.atom", editions.EditionsFeed(), name="editions_feed"),
    # everything at once
    path("data/", data.data, name="data"),
    path("data/portal-data.zip", data.package, name="data_package"),
    path("data/portal-data.sqlite3", data.data_database, name="data_database"),
    path("data/releases/", data.release_list, name="release_list"),
    path("data/releases/newest.zip", data.newest_release, name="newest_release"),
    path("data/releases/<int:number>/", data.release, name="release"),
    path("data/releases/<int:number>.zip", data.release_archive, name="release_archive"),
    path("data/releases/<int:number>.sha256", data.release_sum, name="release_sum"),
    re_path(rf"^data/(?P<name>[-\w]+)\.(?P<ending>{ENDINGS})$", data.table_file, name="table_file"),
    # the API's page; the API itself has one address, whatever the language
    path("api/", api.api, name="api"),
    # words
    path("glossary/", glossary.glossary, name="glossary"),
    # sources
    path("sources/<slug:code>/", sources.source, name="source"),
    re_path(rf"^sources/(?P<code>[-\w]+)\.(?P<ending>{ENDINGS})$", sources.source_file, name="source_file"),
]
