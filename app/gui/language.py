"""The window's language: the translations shipped in resources/i18n, and Qt's own for its dialogs.

Use: `translators = speak(application, settings.language)` before the first widget is made; keep the
list as long as the application. A new choice takes effect at the next start.
"""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from app.paths import resources

# Each named in itself, so that everybody finds their own.
LANGUAGES: Mapping[str, str] = MappingProxyType(
    {"en": "English", "de": "Deutsch", "zh_CN": "简体中文"}
)


def speak(application: QCoreApplication, choice: str = "system") -> list[QTranslator]:
    """Install the translations of a language, "system" for the desktop's. Returns them."""
    locale = QLocale.system() if choice == "system" else QLocale(choice)
    QLocale.setDefault(locale)
    folders = {
        "qtbase": QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath),
        "mkt-tagger": str(resources() / "i18n"),
    }
    installed = []
    for name, folder in folders.items():
        translator = QTranslator(application)
        if translator.load(locale, name, "_", folder):
            application.installTranslator(translator)
            installed.append(translator)
    return installed
