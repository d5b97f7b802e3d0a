"""Of many processes that find a release due, one cuts it."""

from concurrent.futures import ThreadPoolExecutor

from django.contrib.auth import get_user_model
from django.db import connection

from indices.models import Edition, Release, ReleaseArchive, Result
from indices.open_data.releases import cut


def test_of_many_who_cut_at_once_one_does(committed):
    editor, approver = (get_user_model().objects.create_user(name) for name in ("bien-tap", "phe-duyet"))
    published = Edition.objects.published().get(index__code="sipas", year=2020)
    draft = Edition.open_draft(published.index, 2020, by=editor)
    Result.objects.filter(edition=draft, unit__slug="ben-tre").update(score="88.53", score_text="88.53")
    draft.submit(by=editor)
    draft.approve(by=approver)

    def once(_number: int) -> int:
        try:
            return len(cut())
        finally:
            if connection.vendor == "postgresql":
                connection.close()

    if connection.vendor == "postgresql":
        with ThreadPoolExecutor(4) as pool:
            made = list(pool.map(once, range(4)))
    else:  # SQLite in memory is one connection
        made = [once(number) for number in range(4)]
    assert sorted(made) == [0, 0, 0, 1]
    assert list(Release.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert ReleaseArchive.objects.count() == 2
