"""What lets programs find the data set, by standards.

description   the data set, or one release of it, as plain data
schema_org    the same as schema.org's Dataset, for search engines
dcat          the same as DCAT 3 with PROV, for catalogues of data
signposting   links from a page to what it is about, in its head, its headers and a link set
"""
