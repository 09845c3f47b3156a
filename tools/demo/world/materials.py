"""What parts are made of, as light sees it."""

from __future__ import annotations

from dataclasses import dataclass

from tools.demo.world.arrays import Rgb


@dataclass(frozen=True)
class Material:
    """How a surface answers light.

    Attributes:
        mirror: Share of light reflected straight on, per colour, seen from above. About 0.04 for what is no
            metal.
        matt: Share of light scattered in all directions, per colour; metals scatter next to none.
        roughness: 0 is a mirror, 1 reflects the whole sky into one tone.
        grain: How strongly tool marks turn the surface: standard deviation of its slope.
    """

    mirror: Rgb
    matt: Rgb
    roughness: float
    grain: float = 0.0


def _plastic(red: float, green: float, blue: float, roughness: float = 0.35) -> Material:
    return Material((0.04, 0.04, 0.04), (red, green, blue), roughness, 0.01)


MATERIALS: dict[str, Material] = {
    # Reflectances of clean metals after the tables of measured optical constants that are in general use
    # for rendering (iron 0.56/0.57/0.58, brass 0.89/0.79/0.43, copper 0.96/0.64/0.54), dulled by use.
    "steel": Material((0.52, 0.52, 0.52), (0.02, 0.02, 0.02), 0.22, 0.06),
    "polished": Material((0.62, 0.62, 0.61), (0.01, 0.01, 0.01), 0.08, 0.02),
    "zinc": Material((0.56, 0.60, 0.64), (0.05, 0.05, 0.055), 0.32, 0.05),
    "yellow zinc": Material((0.66, 0.50, 0.24), (0.05, 0.04, 0.02), 0.26, 0.05),
    "brass": Material((0.78, 0.60, 0.26), (0.03, 0.02, 0.01), 0.20, 0.05),
    "copper": Material((0.80, 0.46, 0.32), (0.03, 0.02, 0.01), 0.24, 0.05),
    "blackened": Material((0.055, 0.057, 0.062), (0.012, 0.012, 0.013), 0.30, 0.04),
    "blued": Material((0.09, 0.12, 0.22), (0.008, 0.010, 0.018), 0.22, 0.04),
    "rusty": Material((0.16, 0.09, 0.05), (0.14, 0.065, 0.03), 0.75, 0.12),
    "dark": Material((0.02, 0.02, 0.02), (0.01, 0.01, 0.01), 0.6, 0.02),
    "black rubber": Material((0.035, 0.035, 0.035), (0.022, 0.022, 0.024), 0.45, 0.01),
    "red rubber": Material((0.035, 0.035, 0.035), (0.36, 0.045, 0.030), 0.45, 0.01),
    "green rubber": Material((0.035, 0.035, 0.035), (0.035, 0.17, 0.075), 0.45, 0.01),
    "blue rubber": Material((0.035, 0.035, 0.035), (0.030, 0.085, 0.30), 0.45, 0.01),
    "brown rubber": Material((0.035, 0.035, 0.035), (0.12, 0.055, 0.03), 0.45, 0.01),
    "white plastic": _plastic(0.70, 0.69, 0.64),
    "black plastic": _plastic(0.025, 0.025, 0.027),
    "blue plastic": _plastic(0.05, 0.16, 0.48),
    "orange plastic": _plastic(0.62, 0.20, 0.03),
    "wood": _plastic(0.42, 0.27, 0.13, 0.8),
    "aluminium": Material((0.60, 0.61, 0.62), (0.08, 0.08, 0.08), 0.38, 0.03),
    "yellow paint": _plastic(0.66, 0.44, 0.02, 0.3),
    "black paint": _plastic(0.02, 0.02, 0.02, 0.3),
}
NAMES = tuple(MATERIALS)
INDEX = {name: index for index, name in enumerate(NAMES)}
BELT = len(NAMES)
"""The index that stands for the belt, whose colours are its own."""
