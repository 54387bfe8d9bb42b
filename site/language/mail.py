"""What the site says to whoever reads it by mail, in English."""

from dataclasses import dataclass

from language.counting import Counted, counted


@dataclass(frozen=True, kw_only=True)
class MailWords:
    """The words of the form, of the pages that letters lead to, and of letters; braces are filled in."""

    by_mail: str
    title: str
    about: str
    address: str
    rhythm: str
    each: str
    weekly: str
    what: str
    everything: str
    only: str
    subscribe: str
    close: str
    privacy: str
    feeds: str
    bad_address: str
    no_rhythm: str
    no_topic: str
    to_mend: str
    many_asked: str
    sent: str
    look: str
    confirm: str
    confirm_about: str
    confirmed: str
    confirmed_about: str
    own: str
    save: str
    saved: str
    leave: str
    leave_about: str
    left: str
    left_about: str
    void: str
    void_about: str
    off: str
    ask_subject: str
    ask_text: str
    ask_nothing: str
    known_subject: str
    known_text: str
    read_here: str
    week_subject: Counted
    why: str
    change: str


ENGLISH = MailWords(
    by_mail="By mail",
    title="New posts by mail",
    about="Each comes whole, as a letter to read where you like.",
    address="Your e-mail address",
    rhythm="How often",
    each="Each post when it appears",
    weekly="Once a week, on Monday",
    what="Which posts",
    everything="All of them",
    only="Those on these topics",
    subscribe="Subscribe",
    close="Close the form",
    privacy="Your address is used for nothing else, and nobody counts what you open. "
    "Each letter leads out again.",
    feeds="Without an address: the feed",
    bad_address="This is no e-mail address.",
    no_rhythm="Choose how often.",
    no_topic="Tick a topic, or choose all posts.",
    to_mend="Not sent yet. What you wrote is here.",
    many_asked="Many have asked from your network just now. Ask again in a quarter of an hour.",
    sent="Look into your mail",
    look="A letter goes to {address}. Nothing is sent until you have pressed the button it leads to.",
    confirm="Yes, send them to me",
    confirm_about="New posts will be sent to {address}.",
    confirmed="You are subscribed",
    confirmed_about="What appears from now on is sent to {address}.",
    own="What is sent to you",
    save="Save",
    saved="Saved.",
    leave="Unsubscribe",
    leave_about="Nothing more will be sent to {address}, and the address is forgotten.",
    left="You are unsubscribed",
    left_about="Your address is forgotten.",
    void="This link is void",
    void_about="It was used up, is too old, or is not whole. You can ask for another one.",
    off="New posts are not sent by mail here.",
    ask_subject="Do you want new posts from {site} by mail?",
    ask_text="Somebody, probably you, wants new posts from {site} sent to this address. "
    "This link leads to a button that says yes:",
    ask_nothing="If it was not you, do nothing: nothing will be sent, and the address is forgotten.",
    known_subject="You are subscribed to {site}",
    known_text="Somebody, probably you, wants new posts from {site} sent to this address. "
    "They are already. Here you can choose others, or none:",
    read_here="Read it on the site",
    week_subject=counted("One new post: {title}", "{n} new posts: {title}"),
    why="You get this letter because you subscribed to {site}.",
    change="Change what is sent to you",
)
