"""All indices, and one index over the years."""

from django.shortcuts import get_object_or_404, render

from ..charts import line_of
from ..models import Average, Edition, ReformIndex
from ..presenters.figures import sign_of


def index_list(request):
    """Every index with the years that are public."""
    editions = Edition.objects.published().select_related("index").order_by("index__order", "index__code", "-year")
    by_index: dict[int, list[Edition]] = {}
    for edition in editions:
        by_index.setdefault(edition.index_id, []).append(edition)
    context = {
        "indices": [(index, by_index.get(index.pk, [])) for index in ReformIndex.objects.all()],
        "section": "indices",
    }
    return render(request, "indices/index_list.html", context)


def index_detail(request, code: str):
    """One index: its years, its published national means as a line that breaks where the method changed."""
    index = get_object_or_404(ReformIndex, code=code)
    editions = list(
        Edition.objects.published()
        .filter(index=index)
        .select_related("method_provinces", "method_ministries")
        .order_by("year")
    )
    means = {
        average.edition_id: average
        for average in Average.objects.filter(
            edition__in=[edition.pk for edition in editions], group="provinces"
        ).select_related("source")
    }
    points = [
        (
            edition.year,
            means[edition.pk].score,
            means[edition.pk].score_text,
            edition.method_provinces.code if edition.method_provinces else None,
        )
        for edition in editions
        if edition.pk in means
    ]
    rows = [
        (
            edition,
            means.get(edition.pk),
            sign_of(means[edition.pk].score_basis, means[edition.pk].score_derivation, edition.year)
            if edition.pk in means
            else None,
        )
        for edition in reversed(editions)
    ]
    context = {"index": index, "rows": rows, "chart": line_of(points), "section": "indices"}
    return render(request, "indices/index_detail.html", context)
