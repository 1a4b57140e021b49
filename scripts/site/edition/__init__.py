"""The static edition: the site as files that any host serves."""
