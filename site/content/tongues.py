"""A text's translations as readers and search engines meet them."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Aggregate, Case, CharField, OuterRef, QuerySet, Subquery, When
from django.db.models.sql.compiler import SQLCompiler

from content.models import Translation
from seo import Alternate, absolute

# Whether search engines are to find a text at its own address; not its columns, so that no page shows them.
FINDABLE = Case(When(noindex=False, canonical_url="", then=1), default=0)


class _Numbers(Aggregate):
    """Numbers as one text: 17,19."""

    function = "GROUP_CONCAT"
    output_field = CharField()

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, template="STRING_AGG(%(expressions)s::text, ',')", **more)


def numbers(kind: str) -> Subquery:
    """The numbers of all texts in the group of a row of *kind*, as text: asked within the row's own query."""
    own = Translation.objects.filter(of=kind, thing_id=OuterRef(OuterRef("pk"))).values("group")
    group = Translation.objects.filter(group=Subquery(own)).order_by().values("of")
    return Subquery(group.annotate(numbers=_Numbers("thing_id")).values("numbers"))


def others(thing: Any) -> list[int]:
    """The numbers of the translations of *thing*, by the ``numbers`` it was asked for as ``translated``.

    What is only being written has none.
    """
    translated = getattr(thing, "translated", None) or ""
    found = sorted(int(number) for number in translated.split(",") if number)
    return [number for number in found if number != thing.pk]


def one_each(thing: Any, found: Iterable[Any]) -> list[Any]:
    """Of the translations *found* one for each language that *thing* is not in, by language."""
    chosen = {each.language: each for each in sorted(found, key=lambda each: -each.pk)}
    return [each for language, each in sorted(chosen.items()) if language != thing.language]


def alternates(
    thing: Any, translations: Iterable[Any], language: str, path: Callable[[Any], str]
) -> tuple[Alternate, ...]:
    """In which languages search engines find *thing*, each at its *path*; empty where it is but one.

    Whoever reads none of them is shown the one in *language*, the site's, else the one that was begun first.
    """
    others = [each for each in one_each(thing, translations) if each.is_findable]
    if thing.noindex or thing.canonical_url or not others:
        return ()
    texts = [thing, *others]
    told = [Alternate(each.language, absolute(path(each))) for each in texts]
    default = next(
        (each for each in texts if each.language == language), min(texts, key=lambda each: each.pk)
    )
    return (*sorted(told, key=lambda each: each.language), Alternate("x-default", absolute(path(default))))


def of_rows(live: QuerySet[Any], span: tuple[int, int]) -> dict[int, list[Any]]:
    """For each row of *live* in the *span* of numbers that has translations, those of them that are live."""
    of = live.model.kind
    in_span = Translation.objects.filter(of=of, thing_id__range=span)
    rows = list(
        Translation.objects.filter(group__in=in_span.values("group")).values_list("group", "thing_id")
    )
    texts = live.in_bulk([pk for _, pk in rows]) if rows else {}
    groups: dict[Any, list[Any]] = {}
    for group, pk in rows:
        if pk in texts:
            groups.setdefault(group, []).append(texts[pk])
    return {each.pk: texts for texts in groups.values() for each in texts if span[0] <= each.pk <= span[1]}


def of_one(pk: int, group: list[Any], language: str, path: Callable[[Any], str]) -> tuple[Alternate, ...]:
    """As ``alternates``, for the row *pk* of a *group* that has been asked for together."""
    thing = next((each for each in group if each.pk == pk), None)
    return alternates(thing, [each for each in group if each.pk != pk], language, path) if thing else ()
