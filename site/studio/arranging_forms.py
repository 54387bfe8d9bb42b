"""The forms of what belongs to no single text: pictures, topics, series, redirects."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from blog.models import Post
from content.forwarding import Forward
from media.formats import FORMATS as FILES
from media.formats import LISTED
from media.models import Picture
from studio import redirect_table

PICTURES = "image/jpeg,image/png,image/webp,image/avif,image/gif"
LARGEST_TABLE = 1_000_000  # bytes of a file of redirects
FORMATS = "JPEG, PNG, WebP, AVIF or GIF, up to 20 MB."


def line(label: str, longest: int, hint: str = "", *, required: bool = True, **attrs: str) -> forms.CharField:
    """A field of one line; an empty one says so in words of the house."""
    widget = forms.TextInput({"class": "input"} | attrs)
    said = {"required": f"{label}: say something here."}
    return forms.CharField(
        label=label, max_length=longest, required=required, help_text=hint, widget=widget, error_messages=said
    )


def area(label: str, longest: int, hint: str = "", rows: int = 3) -> forms.CharField:
    """A field of some lines, which may stay empty."""
    widget = forms.Textarea({"class": "input", "rows": str(rows)})
    return forms.CharField(label=label, max_length=longest, required=False, help_text=hint, widget=widget)


class UploadForm(forms.Form):
    """A picture, and what it shows."""

    picture = forms.FileField(
        label="Picture",
        help_text=FORMATS,
        widget=forms.FileInput({"accept": PICTURES}),
        error_messages={"required": "Choose the picture's file first."},
    )
    alt = line("Description", 500, "What it shows, for whoever cannot see it.", required=False)
    is_decorative = forms.BooleanField(label="Decoration only", required=False)


class FileForm(forms.Form):
    """Another file in the place of a picture."""

    picture = forms.FileField(
        label="The new file",
        help_text=f"{FORMATS} Its texts, description and number stay.",
        widget=forms.FileInput({"accept": PICTURES}),
        error_messages={"required": "Choose the new file first."},
    )


class BringForm(forms.Form):
    """A file that is no picture."""

    file = forms.FileField(
        label="File",
        help_text=f"{LISTED}, up to 100 MB. It is kept as it came, with whatever its device wrote into it.",
        widget=forms.FileInput({"accept": ",".join(f".{each}" for each in FILES)}),
        error_messages={"required": "Choose the file first."},
    )


class NameForm(forms.Form):
    """What a file is called."""

    name = line("Name", 200, "A text that says no words of its own for it says this.")


def _percent(label: str) -> forms.IntegerField:
    widget = forms.NumberInput({"class": "input", "inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=0, max_value=100, widget=widget)


class DescriptionForm(forms.Form):
    """What a picture shows, and what matters most in it, in per cent from its top left."""

    alt = area("Description", 500, "Say what it shows to someone who cannot see it.")
    is_decorative = forms.BooleanField(label="Decoration only", required=False)
    focus_x = _percent("From the left, %")
    focus_y = _percent("From the top, %")

    @classmethod
    def of(cls, picture: Picture, posted: Any = None) -> "DescriptionForm":
        """The form for *picture*, filled from what was *posted* or from what it says now."""
        now = {
            "alt": picture.alt,
            "is_decorative": picture.is_decorative,
            "focus_x": round(picture.focus_x * 100),
            "focus_y": round(picture.focus_y * 100),
        }
        return cls(posted, initial=now)

    def described(self) -> dict[str, Any]:
        """What the verb takes."""
        data = self.cleaned_data
        focus = {name: data[name] / 100 for name in ("focus_x", "focus_y")}
        return {"alt": " ".join(data["alt"].split()), "is_decorative": data["is_decorative"]} | focus


class TopicForm(forms.Form):
    """What a topic is called, and what it is about."""

    name = line("Name", 200)
    description = area("Description", 2000, "Stands at the head of its page.")


class TopicAddressForm(forms.Form):
    """The end of a topic's address."""

    slug = line(
        "Address", 200, "The old one leads here with a redirect.", autocapitalize="none", spellcheck="false"
    )


class RedirectForm(forms.Form):
    """An old address and where it leads."""

    path = line("Old address", 500, "Such as /2019/old-name/", autocapitalize="none", spellcheck="false")
    target = line(
        "Leads to",
        1000,
        "An address here, such as /blog/, or one with https://. Empty for what is gone.",
        required=False,
        autocapitalize="none",
        spellcheck="false",
    )
    status = forms.TypedChoiceField(
        label="How",
        coerce=int,
        choices=[(301, "Moved for good (301)"), (302, "For now (302)"), (410, "Gone for good (410)")],
        widget=forms.Select({"class": "input"}),
    )

    def clean_path(self) -> str:
        return _without_host(self.cleaned_data["path"])

    def clean_target(self) -> str:
        return _without_host(self.cleaned_data["target"])

    def forward(self) -> Forward:
        """What the verb takes."""
        return Forward(**self.cleaned_data)


def _without_host(address: str) -> str:
    """*address* from the root, where it names this very site."""
    own = settings.SITE_URL.rstrip("/")
    return (address.removeprefix(own) or "/") if f"{address}/".startswith(f"{own}/") else address


class RedirectsForm(forms.Form):
    """Many redirects at once, as a table."""

    file = forms.FileField(
        label="A file of redirects",
        help_text="CSV with the columns path, target and status (301, 302 or 410), up to 1 MB.",
        widget=forms.FileInput({"accept": ".csv,text/csv"}),
        error_messages={"required": "Choose the file first."},
    )

    def clean_file(self) -> list[Forward]:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_TABLE:
            raise ValidationError("The file is larger than 1 MB. Part it in two.")
        try:
            return redirect_table.read(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise ValidationError("The file is not written in UTF-8. Save it as CSV UTF-8.") from None


class SeriesForm(forms.Form):
    """What a series is called, and what it is about."""

    title = line("Title", 200)
    description = area("Description", 2000, "Stands at the head of its page.")


class SeriesAddressForm(SeriesForm):
    """The same of one that has an address already."""

    slug = line("Address", 200, "The old one leads here.", autocapitalize="none", spellcheck="false")
    field_order = ("title", "slug", "description")


class PartForm(forms.Form):
    """A post that becomes the last part of a series, named by its address."""

    post = line("Address of the post", 300, "Begin to write its title.", list="posts", autocomplete="off")

    def clean_post(self) -> Post:
        slug = _without_host(self.cleaned_data["post"].strip()).strip("/").removeprefix("blog/")
        found = Post.objects.filter(slug=slug, trashed_at=None).first()
        if found is None:
            raise ValidationError("No post stands at this address.")
        return found
