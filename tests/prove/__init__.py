"""Proofs that take long or need more than `make test` installs; `make prove` runs them."""
