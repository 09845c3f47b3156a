"""What this computer has to run and build engines with, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from engine_core.text import Text, text


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphicsCard:
    """One card: its number for CUDA, what it calls itself, and its memory."""

    number: int
    name: str
    memory_bytes: int = 0
    capability: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What was found, all of it without loading TensorRT.

    Attributes:
        cards: NVIDIA's cards, in the order of their numbers.
        tensorrt: Version of the TensorRT that is installed, or empty.
        no_build: Why no engine can be built here; None where it can.
    """

    cards: tuple[GraphicsCard, ...] = ()
    tensorrt: str = ""
    no_build: Text | None = None

    @property
    def can_build(self) -> bool:
        return self.no_build is None

    def card(self, number: int) -> GraphicsCard | None:
        """Return the card of a number; None where there is none."""
        return next((card for card in self.cards if card.number == number), None)

    def usable(self, number: int) -> int:
        """Return the number of a card, or 0 where it was taken out since it was chosen."""
        return number if self.card(number) is not None or not self.cards else 0

    def card_name(self, number: int) -> str:
        """Return what a card calls itself; empty where there is none."""
        card = self.card(number)
        return card.name if card is not None else ""


UNKNOWN_MACHINE = Machine(no_build=text("Nobody has looked yet"))
