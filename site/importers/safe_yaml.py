"""YAML as data only: no object tags, aliases within bounds, values as their author wrote them."""

from collections.abc import Hashable
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

REPEATED_VALUES = 100  # what aliases may repeat in one front matter; honest ones repeat a handful
PLAIN = {"tag:yaml.org,2002:bool", "tag:yaml.org,2002:null", "tag:yaml.org,2002:merge"}


class Refused(ValueError):
    """YAML that is not read; ``line`` counts from 1 within the text."""

    def __init__(self, text: str, line: int) -> None:
        super().__init__(text)
        self.line = line


class Loader(yaml.SafeLoader):
    """PyYAML's safe loader, with counted aliases and noted duplicate keys.

    Numbers and dates stay text: ``title: 1.10`` is a title, not 1.1.
    """

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag in PLAIN]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.repeated = 0
        self.open: list[str] = []
        self.sizes: dict[int, int] = {}
        self.duplicates: list[tuple[int, str]] = []

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            node = super().compose_node(parent, index)
            self._count(node, event.start_mark.line + 1, event.anchor)
            return node
        anchor = getattr(self.peek_event(), "anchor", None) or ""  # type: ignore[no-untyped-call]
        self.open.append(anchor)
        node = super().compose_node(parent, index)
        self.open.pop()
        return node

    def _count(self, node: Node | None, line: int, anchor: str) -> None:
        if anchor in self.open:
            raise Refused(f"The alias *{anchor} contains itself.", line)
        self.repeated += self._size(node)
        if self.repeated > REPEATED_VALUES:
            raise Refused(f"Aliases repeat more than {REPEATED_VALUES} values here (an alias bomb).", line)

    def _size(self, node: Node | None) -> int:
        """How many values *node* stands for when all its aliases are written out."""
        if node is None or isinstance(node, ScalarNode):
            return 1
        if id(node) not in self.sizes:
            self.sizes[id(node)] = 1 + sum(self._size(child) for child in _children(node))
        return self.sizes[id(node)]

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, ScalarNode) and key.value != "<<":
                if key.value in seen:
                    self.duplicates.append((key.start_mark.line + 1, key.value))
                seen.add(key.value)
        return super().construct_mapping(node, deep)


def _children(node: Node) -> list[Node]:
    if isinstance(node, SequenceNode):
        return list(node.value)
    return [part for pair in node.value for part in pair]


def load(text: str) -> tuple[Any, list[tuple[int, str]]]:
    """The data in *text*, and each key that it says twice with its line; the last one counts.

    Raises Refused with the line for what is no YAML, a tag that names an object, or too many aliases.
    """
    loader = Loader(text)
    try:
        return loader.get_single_data(), loader.duplicates
    except yaml.constructor.ConstructorError as error:
        raise Refused(_why_not_built(error), _line(error)) from None
    except yaml.MarkedYAMLError as error:
        raise Refused(f"This is not YAML: {error.problem or error.context}.", _line(error)) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(f"This is not YAML: {str(error).splitlines()[0]}.", 1) from None
    finally:
        loader.dispose()


def _why_not_built(error: yaml.constructor.ConstructorError) -> str:
    problem = error.problem or ""
    if "could not determine a constructor" in problem:
        tag = problem.rsplit("'", 2)[-2]
        return f"The tag {tag} names an object; only plain values are read, and nothing is run."
    return f"This is not YAML: {problem}."


def _line(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 1
