"""The words of the field."""

from django.shortcuts import render

from ..glossary import glossary as terms


def glossary(request):
    """Every term with its explanation, by the alphabet of the reader's language."""
    return render(request, "indices/glossary.html", {"letters": terms.by_letter(), "terms": terms.terms})
