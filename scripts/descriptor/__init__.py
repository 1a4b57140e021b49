"""datapackage.json: the one place that declares tables, columns, keys, series and views.

parse       its JSON, read part by part
schema      columns, types, keys
model       the package as objects
load        from the file to the model
pages       the pages that data/pages/ declares
dates       days as the data writes them, and as people do
texts       one text in several languages
derived     which resources are derived from others
yaml_text   YAML, each key once
validate    refuses what readers would read in different ways
"""
