"""What the site says about readers' letters, in English."""

from dataclasses import dataclass

from language.counting import Counted, counted


@dataclass(frozen=True, kw_only=True)
class LetterWords:
    """The words under a text, in the form of a letter, and of what came of it; braces are filled in."""

    title: str
    many: Counted
    none: str
    by_author: str
    mended: str
    answer: str
    write: str
    write_to: str
    answer_to: str
    yours: str
    markdown: str
    read_first: str
    at_once: str
    name: str
    email: str
    as_person: str
    send: str
    cancel: str
    leave_empty: str
    closed: str
    to_mend: str
    missing: str
    nameless: str
    too_long: str
    bad_email: str
    one_line: str
    quick: str
    old: str
    trapped: str
    links: str
    blocked: str
    network: str
    many_sent: str
    sent: str
    waits: str
    stands: str
    aside: str
    taken_away: str
    see: str
    back: str
    mend: str
    mend_until: str
    too_late: str
    save: str


ENGLISH = LetterWords(
    title="Letters",
    many=counted("One letter", "{n} letters"),
    none="No letters yet.",
    by_author="author",
    mended="mended",
    answer="Answer",
    write="Write a letter",
    write_to="A letter to {title}",
    answer_to="An answer to {name}",
    yours="Your letter",
    markdown="Markdown works: *emphasis*, **strong**, > quotation, `code`, links.",
    read_first="Letters are read before they appear.",
    at_once="Letters appear at once.",
    name="Name",
    email="E-mail, not shown",
    as_person="You write as {name}.",
    send="Send",
    cancel="Close the form",
    leave_empty="Leave this empty",
    closed="Letters to this text are closed.",
    to_mend="Not sent yet. What you wrote is here.",
    missing="A letter has some words.",
    nameless="Say who writes.",
    too_long="A letter may have {n} characters.",
    bad_email="This is no e-mail address. It may stay empty.",
    one_line="A name stands on one line.",
    quick="That was quick, as machines are. Send it again in a few seconds.",
    old="This form was open for more than a day. It is new now: send it again.",
    trapped="A field that people do not see was filled in. It is empty now: send it again.",
    links="A letter here may have {n} links; this one has {has}.",
    blocked="Letters with “{word}” in them are not taken here.",
    network="Letters from your network are not taken here.",
    many_sent="Many letters came from your network just now. Send yours again in a quarter of an hour.",
    sent="Your letter",
    waits="It is kept, and waits to be read. Then it stands under the text.",
    stands="It stands.",
    aside="It looks like an advertisement, so it was set aside. An editor may still let it stand.",
    taken_away="It does not stand.",
    see="See it under the text",
    back="Back to the text",
    mend="Mend it",
    mend_until="You can mend it for ten minutes.",
    too_late="A letter can be mended for ten minutes, by whoever wrote it.",
    save="Save",
)
