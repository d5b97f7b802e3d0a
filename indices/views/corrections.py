"""The public register of corrections: page, files, feed."""

from typing import Any

from django.contrib.syndication.views import Feed
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from ..catalogue import Catalogue, current_catalogue
from ..files.corrections import register_file
from ..models import Correction


def corrections(request):
    """Every public figure that was changed or taken away."""
    catalogue = current_catalogue()
    context = {"corrections": catalogue.corrections(), "catalogue": catalogue}
    return render(request, "indices/corrections.html", context)


def corrections_file(request, ending: str):
    """The register as a file."""
    return register_file(current_catalogue()).answer(request, ending)


class RegisterFeed(Atom1Feed):
    """An empty register was last changed when something was last published, not whenever it is asked."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else self.feed["published_at"]


class CorrectionsFeed(Feed):
    """The register as a feed: one entry for each correction."""

    feed_type = RegisterFeed

    def title(self) -> str:
        return _("Register of corrections")

    def link(self) -> str:
        return reverse("indices:corrections")

    def get_object(self, request) -> Catalogue:
        return current_catalogue()

    def feed_extra_kwargs(self, obj: Catalogue) -> dict[str, Any]:
        moments = [edition.publish_at for edition in obj.published() if edition.publish_at]
        return {"published_at": max(moments, default=timezone.now())}

    def items(self, obj: Catalogue) -> list[tuple[Correction, str]]:
        names = obj.registry
        return [
            (
                correction,
                "; ".join(
                    (f"{names.full_name(f.unit_id, correction.edition.units_as_of)}, " if f.unit_id else "")
                    + f"{f.what}: {f.old} → {f.new}"
                    for f in correction.figures.all()
                ),
            )
            for correction in obj.corrections()
        ]

    def item_title(self, item) -> str:
        correction, _figures = item
        return f"{correction.get_kind_display()}: {correction.edition}"

    def item_description(self, item) -> str:
        correction, figures = item
        return f"{correction.reason} {figures}"

    def item_link(self, item) -> str:
        return f"{reverse('indices:corrections')}#c{item[0].pk}"

    def item_pubdate(self, item):
        return item[0].edition.publish_at
