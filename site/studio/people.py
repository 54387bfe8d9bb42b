"""Who works here, as the studio lists them; the forms for inviting somebody and for saying who one is."""

from dataclasses import dataclass
from typing import Any

from django import forms

from accounts import roles
from accounts.models import User
from content.models import Person
from media.models import Picture


@dataclass(frozen=True)
class Listed:
    """One account, and what whoever looks may do to it."""

    user: User
    person: Person | None
    says: str
    may_change: bool
    may_invite: bool


def listed(looker: User) -> list[Listed]:
    """All accounts, those that are open first."""
    users = User.objects.select_related("person").order_by("-is_active", "first_name", "username")
    return [_listed(user, looker) for user in users]


def _listed(user: User, looker: User) -> Listed:
    is_within_reach = looker.is_superuser or not user.is_superuser
    return Listed(
        user=user,
        person=getattr(user, "person", None),
        says="Closed" if not user.is_active else "Invited" if user.is_invited else "",
        may_change=looker.may("people", user) and user.pk != looker.pk and is_within_reach,
        may_invite=user.is_invited and looker.may("invite") and roles.may_give(looker.rank, user.role),
    )


def roles_to_give(user: User) -> list[tuple[str, str]]:
    """The roles that *user* may make somebody, lowest first."""
    return [choice for choice in User.Role.choices if roles.may_give(user.rank, choice[0])]


class InvitationForm(forms.Form):
    """Somebody who is to work here."""

    name = forms.CharField(label="Name", max_length=150, widget=forms.TextInput({"class": "input"}))
    email = forms.EmailField(
        label="E-mail",
        max_length=254,
        help_text="A letter with a link goes there. It works once, within a week.",
        widget=forms.EmailInput({"class": "input"}),
    )
    role = forms.ChoiceField(label="Role", widget=forms.Select({"class": "input"}))

    def __init__(self, data: Any = None, *, inviter: User) -> None:
        super().__init__(data)
        self.fields["role"].choices = roles_to_give(inviter)  # type: ignore[attr-defined]


class PersonForm(forms.Form):
    """Who somebody is, as readers see it."""

    name = forms.CharField(label="Name", max_length=200, widget=forms.TextInput({"class": "input"}))
    bio = forms.CharField(
        label="About",
        required=False,
        max_length=2000,
        help_text="A sentence or two under the name.",
        widget=forms.Textarea({"class": "input", "rows": "4"}),
    )
    picture = forms.IntegerField(
        label="Picture",
        required=False,
        help_text="Its number in Media, as in picture:12.",
        widget=forms.NumberInput({"class": "input"}),
    )
    links = forms.CharField(
        label="Links",
        required=False,
        max_length=4000,
        help_text="One a line: its words, then its address, such as “Code https://example.org/me”.",
        widget=forms.Textarea({"class": "input", "rows": "3"}),
    )

    @classmethod
    def of(cls, person: Person, data: Any = None) -> "PersonForm":
        """The form with what is said of *person* until now."""
        said = {
            "name": person.name,
            "bio": person.bio,
            "picture": person.picture_id,
            "links": links_as_lines(person.links),
        }
        return cls(data, initial=said)

    def clean_picture(self) -> Picture | None:
        number = self.cleaned_data["picture"]
        found = Picture.objects.filter(pk=number).first() if number else None
        if number and found is None:
            raise forms.ValidationError(f"There is no picture {number}.")
        return found

    def clean_links(self) -> list[dict[str, str]]:
        return links_from(self.cleaned_data["links"])


def links_from(lines: str) -> list[dict[str, str]]:
    """Links written as lines, each some words and an address. Raises ValidationError that names the line."""
    return [_link(line.strip()) for line in lines.splitlines() if line.strip()]


def _link(line: str) -> dict[str, str]:
    title, _, address = line.rpartition(" ")
    if not title:
        raise forms.ValidationError(f"“{line}” is not some words and an address: Code https://example.org/me")
    return {"title": title.strip(), "url": address}


def links_as_lines(links: list[dict[str, str]]) -> str:
    """The lines that ``links_from`` reads."""
    return "\n".join(f"{link['title']} {link['url']}" for link in links)
