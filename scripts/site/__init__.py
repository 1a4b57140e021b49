"""The site: Datasette over the built database, with our pages.

app                  Datasette with everything set
site, page_request   what is served; a request for one of our pages, and its response
pages/               our own pages, one module a page, and the registry of them
sections/            what the sections of a declared page show
series, differences/ revisions and what differs between two, for people
search               records found by their names
stock/               the parts of Datasette that are used, and how they are adapted
base, folder         what every part asks of the Datasette that serves
http/                validators, ranges, compression, other origins
subscriptions        what can be subscribed to, as feed/ and calendar/ write it
changes              what changed since a day or a release
findable/            descriptions for catalogues and search engines
programs/            the list of our addresses: OpenAPI, llms.txt, parameters
workbook/            views, tables and answers as spreadsheets
pictures/            pictures to take away, as SVG and PNG
reconcile/           the Reconciliation Service API
edition/             all of it as files, for a host without a server
snapshot             the package as it was when the site began
headers, limits/     what protects it
plugins/             the hooks by which Datasette reaches all of it
templates/, static/
"""

from pathlib import Path

HERE = Path(__file__).parent
PLUGINS, TEMPLATES, STATIC = HERE / "plugins", HERE / "templates", HERE / "static"
