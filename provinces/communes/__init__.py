"""Which commune is meant by what a reader types.

Every word that was typed has to be found. A run of words is the name; the others are the district and the province, or
words that only tell what kind of unit something is. So "an hiep ba tri" is the An Hiệp of Ba Tri and not the one of
Châu Thành, without anybody typing a comma. Where no name fits whole, the words may be the beginning or a part of one;
else a district; else a name with words around it that nobody understands, which are told; else a name that is near.
"""

from .asked import Asked
from .search import glance, search

__all__ = ["Asked", "glance", "search"]
