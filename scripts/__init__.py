"""The pipeline: one module a stage, from data/ and datapackage.json to a served database."""
