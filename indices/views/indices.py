"""All indices, and one index over the years."""

from django.http import Http404
from django.shortcuts import render

from ..cards.indices import card_of_index
from ..catalogue import Catalogue, current_catalogue
from ..charts.lines import Series, Value, scores_chart
from ..models import Average, Edition, ReformIndex
from ..presenters.figures import Sign, sign_of


def index_list(request):
    """Every index with the years that are public."""
    catalogue = current_catalogue()
    by_index: dict[int, list[Edition]] = {pk: [] for pk in catalogue.indices}
    for edition in catalogue.published():
        by_index[edition.index_id].append(edition)
    context = {
        "indices": [(index, by_index[pk]) for pk, index in catalogue.indices.items()],
        "section": "indices",
    }
    return render(request, "indices/index_list.html", context)


def index_of(code: str, catalogue: Catalogue) -> ReformIndex:
    """Raises Http404."""
    index = next((index for index in catalogue.indices.values() if index.code == code), None)
    if index is None:
        raise Http404
    return index


def means_of(editions: list[Edition]) -> dict[int, Average]:
    """The published national means, by edition. One query."""
    return {
        average.edition_id: average
        for average in Average.objects.filter(
            edition__in=[edition.pk for edition in editions], group="provinces"
        ).select_related("source")
    }


def years_of(editions: list[Edition], means: dict[int, Average]) -> list[tuple[Edition, Average | None, Sign | None]]:
    """Each year with its mean and how that is known, the latest first."""
    return [
        (
            edition,
            means.get(edition.pk),
            sign_of(means[edition.pk].score_basis, means[edition.pk].score_derivation, edition.year)
            if edition.pk in means
            else None,
        )
        for edition in reversed(editions)
    ]


def index_detail(request, code: str):
    """One index: its years, its published national means as a line that breaks where the method changed."""
    catalogue = current_catalogue()
    index = index_of(code, catalogue)
    editions = list(catalogue.published_of(code).values())
    means = means_of(editions)
    means_by_year = Series(
        index.short_name,
        tuple(
            Value(edition.year, mean.score, mean.score_text, basis=method, method=method)
            for edition in editions
            if (mean := means.get(edition.pk))
            for method in [edition.method_provinces.code if edition.method_provinces else None]
        ),
    )
    rows = years_of(editions, means)
    context = {
        "index": index,
        "rows": rows,
        "chart": scores_chart([means_by_year]),
        "card": card_of_index(index, rows),
        "section": "indices",
    }
    return render(request, "indices/index_detail.html", context)
