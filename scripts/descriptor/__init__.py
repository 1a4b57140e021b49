"""datapackage.json: the one place that declares tables, columns, keys, series and views.

parse       its JSON, with where each part is
schema      columns, types, keys
model       the package as objects
load        reading one
pages       the pages that data/pages/ declares
dates       days as the data writes them, and as people do
texts       one text in several languages
derived     which resources are made from others
yaml_text   YAML, each key once
validate    what no reader could agree on is refused
"""
