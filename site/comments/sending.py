"""A letter on its way: who writes it, what speaks against it, and in which state it comes to stand."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from accounts.models import User
from accounts.throttling import client_address
from comments import judging, networks
from comments.forms import LetterForm
from comments.judging import Seen, Verdict
from content import commenting, letters
from content.actors import Actor
from content.commenting import READER, STATES, Written
from content.markdown.letters import render_letter
from content.models import Comment, Person, SiteSettings


@dataclass(frozen=True)
class Writer:
    """Who writes: somebody from outside, or whoever has an account and signs as *person*."""

    actor: Actor
    person: Person | None = None

    def may_let_stand(self, thing: Any) -> bool:
        """Whether a letter of theirs to *thing* stands at once, since they judge those of others."""
        return self.person is not None and self.actor.may("moderate", thing)


def writer_of(request: HttpRequest) -> Writer:
    """Who sends *request*. Whoever has an account and signs nothing writes like everybody."""
    user = request.user
    person = Person.objects.filter(user=user).first() if isinstance(user, User) else None
    return Writer(user, person) if person and isinstance(user, User) else Writer(READER)


def judged(request: HttpRequest, form: LetterForm, writer: Writer, *, is_mended: bool = False) -> Verdict:
    """What speaks against the letter in *form*. What is mended is not asked how long its form was open."""
    if writer.person:
        return Verdict()
    if networks.sends_too_often(request):
        return Verdict("many_sent")
    data, (_, age) = form.cleaned_data, form.key_and_age
    email = data.get("email", "")
    rendered, rules = render_letter(data["body"]), commenting.rules()
    seen = Seen(
        name=data.get("name", ""),
        email=email,
        text=data["body"],
        links=rendered.links,
        address=client_address(request),
        age=judging.QUICKEST if is_mended else age,
        is_trapped=bool(data.get("website")),
        stood=_stood(email),
    )
    return judging.judge(seen, rules.blocked.splitlines(), rules.most_links)


def _stood(email: str) -> int:
    if not email:
        return 0
    return Comment.objects.filter(email__iexact=email, state=STATES.APPROVED).count()


def state_for(thing: Any, site: SiteSettings, writer: Writer, verdict: Verdict) -> str:
    """The state in which a letter begins."""
    if writer.may_let_stand(thing):
        return STATES.APPROVED
    if verdict.is_spam:
        return STATES.SPAM
    is_open = letters.mode(thing, site) == "open"
    return STATES.APPROVED if is_open and not verdict.is_suspect else STATES.WAITING


def written(form: LetterForm, writer: Writer, **known: Any) -> Written:
    """The letter in *form* for the verb, with what else is *known* of it."""
    data = form.cleaned_data
    return Written(
        name=writer.person.name[:80] if writer.person else data["name"],
        email="" if writer.person else data["email"],
        body=data["body"],
        key=form.key_and_age[0],
        person=writer.person,
        **known,
    )
