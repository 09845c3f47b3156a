"""Every text a person sees: looked up in the catalogue of the language in use, facts filled in after.

``enginescope_<language>.ts`` beside this file are Qt Linguist files with one context. They are read as
they are: a translator saves, restarts, and sees the result; there is nothing to compile. The templates
of the core (``engine_core.text``) are in the same catalogue. ``python -m gui.i18n.collect`` brings the
catalogues up to date with the sources; a test holds that nothing is missing.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from engine_core.text import Text

CONTEXT = "EngineScope"
LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
_FIRST_CJK = "\u2e80"
FOLDER = Path(__file__).resolve().parent


def tr(source: str, /, **facts: object) -> str:
    """Return a text in the language in use.

    Args:
        source: English, a literal, so that it can be collected; ``{name}`` marks the place of a fact.
        **facts: What goes into the places; a ``Text`` is translated too.
    """
    found = QCoreApplication.translate(CONTEXT, source)
    return found.format(**{key: _shown(value) for key, value in facts.items()}) if facts else found


def counted(n: int, one: str, many: str, /, **facts: object) -> str:
    """Return ``one`` or ``many`` with ``{n}`` in it, thousands separated; both literals as for ``tr``."""
    found = QCoreApplication.translate(CONTEXT, one if n == 1 else many)
    return found.format(n=f"{n:,}", **{key: _shown(value) for key, value in facts.items()})


def sentence(said: Text) -> str:
    """Return a sentence of the core in the language in use."""
    return tr(said.template, **said.facts) if said else ""


def paragraph(*said: Text) -> str:
    """Return sentences of the core one after another, each with the full stop of the language."""
    parts = []
    for each in said:
        shown = sentence(each)
        if not shown:
            continue
        if shown.endswith((".", "!", "?", "…", "。", "！", "？")):
            parts.append(shown)
        else:
            parts.append(shown + ("。" if shown[-1] >= _FIRST_CJK else "."))
    # Chinese needs no space after its full stop.
    text = ""
    for part in parts:
        text += part if not text or text.endswith("。") else f" {part}"
    return text


def _shown(value: object) -> object:
    return sentence(value) if isinstance(value, Text) else value


class Catalogue(QTranslator):
    """A Qt Linguist file, read at run time."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._known = read_catalogue(path)

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        # Qt takes an empty text for a translation and only a null one for none; the stubs know no null.
        return self._known.get(source) if context == CONTEXT else None  # type: ignore[return-value]

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        return not self._known


def read_catalogue(path: Path) -> dict[str, str]:
    """Return the finished translations of a Qt Linguist file by their source."""
    # The file is ours, installed with the program: nothing that a user brings is parsed here.
    root = ET.parse(path).getroot()  # noqa: S314
    found = {}
    for message in root.iter("message"):
        translation = message.find("translation")
        if translation is not None and translation.get("type") is None and translation.text:
            found[message.findtext("source", "")] = translation.text
    return found


_installed: list[QTranslator] = []


def set_language(code: str) -> None:
    """Switch the whole application; every widget gets ``LanguageChange``. GUI thread only."""
    application = QCoreApplication.instance()
    if application is None:
        raise RuntimeError("the language belongs to an application, and there is none yet")
    while _installed:
        application.removeTranslator(_installed.pop())
    if code == "en":
        return
    # Qt's own texts (buttons of file dialogs, menus of text fields) come with Qt.
    qt = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if qt.load(f"qtbase_{code}", folder) or qt.load(f"qt_{code}", folder):
        _installed.append(qt)
    _installed.append(Catalogue(FOLDER / f"enginescope_{code}.ts"))
    for translator in _installed:
        application.installTranslator(translator)


def system_language() -> str:
    """Return the language of ``LANGUAGES`` that suits the desktop."""
    from PySide6.QtCore import QLocale

    return "zh_CN" if QLocale.system().language() == QLocale.Language.Chinese else "en"
