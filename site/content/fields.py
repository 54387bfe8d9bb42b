"""A thing's fields as data: what a revision keeps, and how it comes back into the row."""

from typing import Any

from django.core.exceptions import ValidationError

from content.models import Person, Topic
from content.slugs import free_slug, slugify

Fields = dict[str, Any]

COLUMNS = (
    "title",
    "slug",
    "summary",
    "body",
    "body_format",
    "language",
    "lead_alt",
    "seo_title",
    "seo_description",
    "canonical_url",
    "noindex",
    "comments",
    "shows_changes",
)
UNTITLED = "Untitled"


def names(model: type[Any]) -> tuple[str, ...]:
    """The names of all fields that a revision of *model* keeps."""
    own = ("parent",) if _is_in_a_tree(model) else ()
    return (*COLUMNS, "lead_picture", *own, "authors", "topics", *model.beside)


def _is_in_a_tree(model: type[Any]) -> bool:
    return hasattr(model, "own_path")


def snapshot(thing: Any) -> Fields:
    """All fields of *thing* as JSON; relations by their ids, authors in order."""
    fields: Fields = {name: getattr(thing, name) for name in COLUMNS}
    fields["lead_picture"] = thing.lead_picture_id
    if "parent" in names(type(thing)):
        fields["parent"] = thing.parent_id
    fields["authors"] = list(_signatures(thing).values_list("person_id", flat=True))
    fields["topics"] = sorted(thing.topics.values_list("pk", flat=True))
    fields |= thing.told_beside()
    return fields


def complete(model: type[Any], fields: Fields) -> Fields:
    """*fields* of a new thing with the defaults for all that they leave out.

    Raises ValidationError for a field that the kind does not have.
    """
    refuse_unknown(model, fields)
    full = with_defaults(model, fields)
    full["title"] = str(full["title"]).strip() or UNTITLED
    full["slug"] = full["slug"] or free(model, slug_of(model, full["title"]), full.get("parent"))
    return full


def slug_of(model: type[Any], title: str) -> str:
    """The slug of a *model* that is called *title* and asks for none."""
    return slugify(title.strip() or UNTITLED) or model.kind


def with_defaults(model: type[Any], fields: Fields) -> Fields:
    """*fields* and, for all that they leave out, what a new row of *model* has."""
    full: Fields = {name: model._meta.get_field(name).get_default() for name in COLUMNS}
    full |= {"lead_picture": None, "authors": [], "topics": []}
    if "parent" in names(model):
        full["parent"] = None
    return full | fields


def refuse_unknown(model: type[Any], fields: Fields) -> None:
    """Raise ValidationError when *fields* has a name that *model* does not keep."""
    unknown = sorted(set(fields) - set(names(model)))
    if unknown:
        raise ValidationError(f"A {model.kind} has no field named {', '.join(unknown)}.")


def fill_columns(thing: Any, fields: Fields, *, is_free: bool = False) -> None:
    """Set the row's columns from *fields*; nothing is saved. With *is_free* the address was looked up before.

    Raises ValidationError, by field, for what the row refuses.
    """
    for name in COLUMNS:
        setattr(thing, name, fields.get(name, getattr(thing, name)))  # older revisions lack younger columns
    thing.lead_picture_id = fields["lead_picture"]
    if "parent" in fields:
        thing.parent_id = fields["parent"]
        thing.path = thing.own_path()
    unread = ["lead_picture", "parent", "excerpt", "body_html", "updated_at"]
    thing.full_clean(exclude=unread, validate_unique=not is_free, validate_constraints=not is_free)


def fill_relations(thing: Any, fields: Fields, *, is_new: bool = False) -> None:
    """Set authors, topics and what is beside the saved row *thing* from *fields*, writing only what differs.

    People and topics that are there no more are left out.
    """
    if is_new:
        _sign(thing, fields["authors"])
        _file(thing, fields["topics"])
    else:
        fill_authors(thing, fields["authors"])
        fill_topics(thing, fields["topics"])
    _fill_beside(thing, fields)


def _fill_beside(thing: Any, fields: Fields) -> None:
    """Older revisions lack what is beside, and imports do: there it stays as it is."""
    wanted = {name: fields[name] for name in thing.beside if name in fields}
    if not wanted or wanted == thing.told_beside():
        return
    for model, rows in thing.rows_beside(fields).items():
        model._default_manager.filter(**{thing.kind: thing}).delete()
        model._default_manager.bulk_create(rows)


def signatures(thing: Any, authors: list[int]) -> list[Any]:
    """The rows that let *thing* be signed by these people, in this order; nothing is saved."""
    through = type(thing).authors.through
    own = {thing.kind: thing} | _date(through, thing)
    return [through(person_id=pk, position=place, **own) for place, pk in enumerate(authors)]


def filings(thing: Any, topics: list[int]) -> list[Any]:
    """The rows that file *thing* under these topics; nothing is saved."""
    through = type(thing).topics.through
    own = {thing.kind: thing} | _date(through, thing)
    return [through(topic_id=pk, **own) for pk in topics]


def _sign(thing: Any, authors: list[int]) -> None:
    type(thing).authors.through.objects.bulk_create(signatures(thing, authors))


def _file(thing: Any, topics: list[int]) -> None:
    type(thing).topics.through.objects.bulk_create(filings(thing, topics))


def fill_authors(thing: Any, authors: list[int]) -> None:
    """Let *thing* be signed by these people, in this order."""
    if list(_signatures(thing).values_list("person_id", flat=True)) == authors:
        return
    there = set(Person.objects.filter(pk__in=authors).values_list("pk", flat=True))
    _signatures(thing).delete()
    _sign(thing, [pk for pk in authors if pk in there])


def fill_topics(thing: Any, topics: list[int]) -> None:
    """File *thing* under these topics."""
    if set(thing.topics.values_list("pk", flat=True)) == set(topics):
        return
    there = Topic.objects.filter(pk__in=topics)
    thing.topics.set(there, through_defaults=_date(type(thing).topics.through, thing))


def _date(through: type[Any], thing: Any) -> dict[str, Any]:
    """The date of *thing* for a relation that keeps a copy of it."""
    has_date = any(field.name == "publish_at" for field in through._meta.get_fields())
    return {"publish_at": thing.publish_at} if has_date else {}


def changed(old: Fields, new: Fields) -> dict[str, list[Any]]:
    """What differs, as ``{name: [old, new]}``; of a body only its length, as revisions keep the text."""
    different = {name: [old.get(name), value] for name, value in new.items() if old.get(name) != value}
    if "body" in different:
        different["body"] = [f"{len(text or '')} characters" for text in different["body"]]
    return different


def _signatures(thing: Any) -> Any:
    return type(thing).authors.through.objects.filter(**{thing.kind: thing}).order_by("position")


def free(model: type[Any], slug: str, parent: int | None = None) -> str:
    """*slug*, or the first of ``slug-2``, ``slug-3`` … at which no other *model* stands."""
    there = model.objects.filter(parent=parent) if _is_in_a_tree(model) else model.objects.all()
    if not there.filter(slug=slug).exists() and not _is_reserved(model, slug):
        return slug
    numbered = there.filter(slug__startswith=f"{slug}-")
    return free_slug(slug, {slug, *numbered.values_list("slug", flat=True)})


def _is_reserved(model: type[Any], slug: str) -> bool:
    try:
        model(slug=slug).clean()
    except ValidationError:
        return True
    return False
