"""The forms of what belongs to no single text: pictures, topics, series, redirects."""

from typing import Any

from django import forms

from media.models import Picture

PICTURES = "image/jpeg,image/png,image/webp,image/avif,image/gif"
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
