"""What is new: editions and new versions of them, as a feed."""

from datetime import datetime

from django.utils.feedgenerator import get_tag_uri
from django.utils.html import escape
from django.utils.translation import gettext as _

from ..ahead import public_address
from ..catalogue import Catalogue
from ..presenters.news import News, news_of
from .feeds import PortalFeed

ENTRIES = 30


class EditionsFeed(PortalFeed):
    """One entry for each version that became public, the latest first."""

    address = "indices:index_list"
    feed_address = "indices:editions_feed"

    def title(self) -> str:
        return _("New on the portal")

    def subtitle(self) -> str:
        return _("Published years of the indices, and new versions of them.")

    def items(self, obj: Catalogue) -> list[News]:
        return news_of(obj.versions()[:ENTRIES], obj)

    def item_title(self, item: News) -> str:
        return item.title

    def item_description(self, item: News) -> str:
        return escape(item.text)

    def item_link(self, item: News) -> str:
        edition = item.edition
        plural = "provinces" if "province" in edition.index.kinds else "ministries"
        return public_address("indices:league_table", edition.index.code, edition.year, plural)

    def item_guid(self, item: News) -> str:
        """The same for ever: the version of an edition, in the language of the feed."""
        return get_tag_uri(f"{self.item_link(item)}#v{item.edition.version}", item.at)

    def item_pubdate(self, item: News) -> datetime:
        return item.at

    def item_updateddate(self, item: News) -> datetime:
        return item.at
