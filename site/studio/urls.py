from django.urls import path, register_converter

from studio.views import (
    bulk,
    desk,
    finding,
    gate,
    history,
    links,
    log,
    media,
    menus,
    own,
    people,
    picking,
    previewing,
    publishing,
    receipts,
    redirects,
    review,
    saved,
    saving,
    series,
    settings,
    settling,
    shelf,
    topics,
    tree,
    writing,
)


class KindConverter:
    """A kind of text in an address."""

    regex = "post|page"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(KindConverter, "kind")
app_name = "studio"

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("account/data/", own.data, name="own_data"),
    path("account/close/", own.close, name="leave"),
    path("find/", finding.find, name="find"),
    path("log/", log.log, name="log"),
    path("posts/", shelf.posts, name="posts"),
    path("pages/", tree.pages, name="pages"),
    path("pages/move/", tree.move, name="move"),
    path("pages/list/", shelf.pages, name="page_list"),
    path("bulk/<kind:kind>/", bulk.bulk, name="bulk"),
    path("undo/<int:number>/", bulk.undo, name="undo"),
    path("views/<kind:kind>/", saved.keep_view, name="keep_view"),
    path("views/<int:number>/", saved.change_view, name="change_view"),
    path("media/", media.media, name="media"),
    path("media/<int:number>/", media.picture, name="picture"),
    path("media/<int:number>/replace/", media.replace, name="picture_replace"),
    path("media/<int:number>/trash/", media.trash, name="picture_trash"),
    path("media/<int:number>/untrash/", media.untrash, name="picture_untrash"),
    path("media/bring/", picking.bring, name="bring"),
    path("media/<int:number>/say/", picking.say, name="say"),
    path("pick/links/", picking.links, name="pick_links"),
    path("pick/pictures/", picking.pictures, name="pick_pictures"),
    path("topics/", topics.topics, name="topics"),
    path("topics/merge/", topics.merge, name="topics_merge"),
    path("topics/<int:number>/", topics.topic, name="topic"),
    path("topics/<int:number>/address/", topics.address, name="topic_address"),
    path("topics/<int:number>/remove/", topics.remove, name="topic_remove"),
    path("redirects/", redirects.redirects, name="redirects"),
    path("redirects/table/", redirects.table, name="redirects_table"),
    path("redirects/<int:number>/", redirects.redirect, name="redirect"),
    path("redirects/<int:number>/remove/", redirects.remove, name="redirect_remove"),
    path("series/", series.all_series, name="series"),
    path("series/<int:number>/", series.one_series, name="one_series"),
    path("series/<int:number>/order/", series.order, name="series_order"),
    path("series/<int:number>/add/", series.add, name="series_add"),
    path("series/<int:number>/remove/", series.remove, name="series_remove"),
    path("post/<int:number>/series/", series.of_post, name="post_series"),
    path("menus/", menus.menus, name="menus"),
    path("settings/gate/", gate.gate, name="gate"),
    path("people/", people.people, name="people"),
    path("people/<int:number>/role/", people.role, name="role"),
    path("people/<int:number>/close/", people.close_account, name="close_account"),
    path("people/<int:number>/reopen/", people.reopen_account, name="reopen_account"),
    path("people/<int:number>/invite/", people.invite_again, name="invite_again"),
    path("people/<int:number>/uninvite/", people.uninvite, name="uninvite"),
    path("profile/", people.profile, name="profile"),
    path("person/<int:number>/", people.person, name="person"),
    path("settings/", settings.settings, name="settings"),
    path("receipts/<int:number>/", receipts.receipt, name="receipt"),
    path("<kind:kind>/new/", writing.new, name="new"),
    path("<kind:kind>/<int:number>/", writing.edit, name="edit"),
    path("pulse/", saving.pulse, name="pulse"),
    path("<kind:kind>/<int:number>/autosave/", saving.autosave, name="autosave"),
    path("<kind:kind>/<int:number>/settle/", settling.settle, name="settle"),
    path("<kind:kind>/<int:number>/compare/", settling.compare, name="compare"),
    path("<kind:kind>/<int:number>/present/", saving.present, name="present"),
    path("<kind:kind>/<int:number>/preview/", previewing.preview, name="preview"),
    path("<kind:kind>/<int:number>/publish/", publishing.publish, name="publish"),
    path("<kind:kind>/<int:number>/unplan/", publishing.unplan, name="unplan"),
    path("<kind:kind>/<int:number>/withdraw/", publishing.withdraw, name="withdraw"),
    path("<kind:kind>/<int:number>/let-stand/", publishing.let_stand, name="let_stand"),
    path("<kind:kind>/<int:number>/links/", links.links, name="links"),
    path("<kind:kind>/<int:number>/links/end/", links.revoke, name="revoke"),
    path("<kind:kind>/<int:number>/review/", review.review, name="review"),
    path("<kind:kind>/<int:number>/trash/", publishing.trash, name="trash"),
    path("<kind:kind>/<int:number>/untrash/", publishing.untrash, name="untrash"),
    path("<kind:kind>/<int:number>/timeline/", history.timeline, name="timeline"),
    path("<kind:kind>/<int:number>/restore/", history.restore, name="restore"),
]
