"""The card of an index: its published national means over the years."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from ..ahead import public_path
from ..models import Edition, ReformIndex
from ..presenters.figures import score_text
from ..presenters.means import Mean
from .card import Card, Line, each_once, marked

YEARS = 5


def card_of_index(index: ReformIndex, rows: Sequence[tuple[Edition, Mean | None]]) -> Card:
    """The latest mean large, those before it as rows; `rows` from the latest year back."""
    means = [(edition.year, mean) for edition, mean in rows if mean]
    path, image = public_path("indices:index_detail", index.code), public_path("indices:index_card", index.code)
    years = [str(edition.year) for edition, _mean in rows]
    if not means:
        if not years:
            return Card(_("Index"), index.name, path, image, caption=_("The portal does not have this figure"))
        figure, caption = str(len(years)), _("Years assessed")
        return Card(_("Index"), index.name, path, image, figure, caption=caption, detail=", ".join(years))
    (year, latest), *earlier = means
    return Card(
        _("Index"),
        index.name,
        path,
        image,
        figure=marked(score_text(latest.score, index), latest.sign),
        caption=_("National mean"),
        detail=f"{_('Year assessed')} {year}",
        lines=tuple(
            Line(str(year), marked(score_text(mean.score, index), mean.sign)) for year, mean in earlier[:YEARS]
        ),
        sources=each_once(mean.source for _year, mean in means[: YEARS + 1]),
    )
