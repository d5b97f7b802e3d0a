"""The card of an index: its published national means over the years."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from ..ahead import public_path
from ..models import Average, Edition, ReformIndex
from ..presenters.figures import Sign, score_text
from .card import Card, Line, each_once, marked

YEARS = 5


def card_of_index(index: ReformIndex, rows: Sequence[tuple[Edition, Average | None, Sign | None]]) -> Card:
    """The latest mean large, those before it as rows; `rows` from the latest year back."""
    means = [(edition.year, average, sign) for edition, average, sign in rows if average]
    path, image = public_path("indices:index_detail", index.code), public_path("indices:index_card", index.code)
    years = [str(edition.year) for edition, _average, _sign in rows]
    if not means:
        if not years:
            return Card(_("Index"), index.name, path, image, caption=_("The portal does not have this figure"))
        figure, caption = str(len(years)), _("Years assessed")
        return Card(_("Index"), index.name, path, image, figure, caption=caption, detail=", ".join(years))
    (year, latest, sign), *earlier = means
    return Card(
        _("Index"),
        index.name,
        path,
        image,
        figure=marked(score_text(latest.score_text, index), sign),
        caption=_("National mean"),
        detail=f"{_('Year assessed')} {year}",
        lines=tuple(
            Line(str(year), marked(score_text(average.score_text, index), sign))
            for year, average, sign in earlier[:YEARS]
        ),
        sources=each_once(average.source.code for _year, average, _sign in means[: YEARS + 1]),
    )
