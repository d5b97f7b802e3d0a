"""What every feed of the portal has: Atom, absolute addresses from SITE_URL whatever host was asked, an author."""

from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from ..ahead import public_address
from ..catalogue import Catalogue, current_catalogue


class PublishedFeed(Atom1Feed):
    """A feed without entries was last changed when something was last published, not whenever it is asked."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else self.feed["published_at"]


class PortalFeed(Feed):
    """A feed about what the catalogue knows; `address` names its page, `feed_address` itself."""

    feed_type = PublishedFeed
    address: str
    feed_address: str

    def link(self) -> str:
        return public_address(self.address)

    def feed_url(self) -> str:
        return public_address(self.feed_address)

    def author_name(self) -> str:
        return settings.SITE_OWNER or _("Public administration reform portal")

    def get_object(self, request) -> Catalogue:
        return current_catalogue()

    def feed_extra_kwargs(self, obj: Catalogue) -> dict[str, Any]:
        moments = [edition.publish_at for edition in obj.published() if edition.publish_at]
        return {"published_at": max(moments, default=timezone.now())}
