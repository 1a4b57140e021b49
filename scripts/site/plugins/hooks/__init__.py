"""One module of hooks a part of the site."""
