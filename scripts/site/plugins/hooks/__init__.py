"""The hooks of the site, a module for each of its parts."""
