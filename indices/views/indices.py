"""All indices, and one index over the years."""

from django.http import Http404
from django.shortcuts import render

from ..cards.indices import card_of_index
from ..catalogue import Catalogue, current_catalogue
from ..charts.lines import Series, Value, scores_chart
from ..files import indices as files
from ..models import Edition, ReformIndex
from ..presenters.means import national_means


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


def index_detail(request, code: str):
    """One index: its years, its published national means as a line that breaks where the method changed."""
    catalogue = current_catalogue()
    index = index_of(code, catalogue)
    years = national_means(catalogue.published_of(code).values(), catalogue)
    means_by_year = Series(
        index.short_name,
        tuple(
            Value(edition.year, mean.value, mean.score, basis=method, method=method)
            for edition, mean in years
            if mean
            for method in [edition.method_provinces.code if edition.method_provinces else None]
        ),
    )
    rows = years[::-1]
    context = {
        "index": index,
        "rows": rows,
        "chart": scores_chart([means_by_year]),
        "card": card_of_index(index, rows),
        "section": "indices",
    }
    return render(request, "indices/index_detail.html", context)


def index_list_file(request, ending: str):
    """Every public year of every index as a file."""
    return files.indices_file(current_catalogue()).answer(request, ending)


def index_file(request, code: str, ending: str):
    """One index over the years, with its published means, as a file."""
    catalogue = current_catalogue()
    index = index_of(code, catalogue)
    editions = reversed(catalogue.published_of(code).values())
    return files.index_file(index, editions, catalogue).answer(request, ending)
