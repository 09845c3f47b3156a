"""Sentences for people, kept apart from the facts in them so that a window can translate them.

The core speaks English. A window that speaks another language looks the *template* up in its own
catalogue and fills in the same facts; a terminal just prints ``str(text)``.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence with named places for facts.

    Attributes:
        template: English sentence with ``{name}`` places, the key of a translation.
        facts: What goes into the places; never itself translated.
    """

    template: str
    facts: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(**self.facts)

    def __bool__(self) -> bool:
        return bool(self.template)

    def __hash__(self) -> int:
        return hash(str(self))


def text(template: str, /, **facts: object) -> Text:
    """Make a sentence; a separate function so that a tool can find every template by its name."""
    return Text(template, facts)


NOTHING = Text("")
