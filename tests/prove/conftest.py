"""What is proved of the list is proved of it as its tests have it."""

from tests.list.conftest import address, published  # noqa: F401
