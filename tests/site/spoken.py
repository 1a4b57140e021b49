"""The languages that the real package speaks."""

from pathlib import Path

from revisioned.site.pages.site import site

LANGUAGES = site(Path(__file__).parents[2]).languages
ENGLISH, CHINESE = LANGUAGES
