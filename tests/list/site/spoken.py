"""The languages that the real package speaks."""

from revisioned.site.site import site
from tests.conftest import ROOT

LANGUAGES = site(ROOT).languages
ENGLISH, CHINESE = LANGUAGES
