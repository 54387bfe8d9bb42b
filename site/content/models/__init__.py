"""The models that pages and posts share."""

from content.models.archive import Cut, Stream
from content.models.comments import Comment, CommentRules
from content.models.history import LogEntry, Newest, PublicChange, Revision
from content.models.links import Link, Redirect, Use
from content.models.outside import OutsideLink
from content.models.people import Person, Topic
from content.models.planned import Planned
from content.models.publishable import Publishable
from content.models.review import Remark
from content.models.search import SearchDue, SearchEntry, SearchWord
from content.models.site import Menu, SiteSettings
from content.models.subscribing import Asking, Delivery, Subscriber
from content.models.telling import Lookout, News, Told
from content.models.translations import Translation
from content.models.viewing import Views

__all__ = [
    "Asking",
    "Comment",
    "CommentRules",
    "Cut",
    "Delivery",
    "Link",
    "LogEntry",
    "Lookout",
    "Menu",
    "Newest",
    "News",
    "OutsideLink",
    "Person",
    "Planned",
    "PublicChange",
    "Publishable",
    "Redirect",
    "Remark",
    "Revision",
    "SearchDue",
    "SearchEntry",
    "SearchWord",
    "SiteSettings",
    "Stream",
    "Subscriber",
    "Told",
    "Topic",
    "Translation",
    "Use",
    "Views",
]
