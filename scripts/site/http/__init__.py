"""HTTP as programs expect it: validators, ranges, compression, answers to other origins.

conditions.py      what a request accepts and has already (RFC 9110)
compression.py     answers as gzip, each compressed once
response_cache.py  answers that were made once
delivery.py        the outermost layer: the same for every answer
files.py           files as they are, with ranges
warm.py            answers made before they are asked for
preflight.py       OPTIONS, before a route is looked for
"""
