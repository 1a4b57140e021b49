"""The browser, for tests that look at the site as a reader does."""

from tests.browser import browser  # noqa: F401
