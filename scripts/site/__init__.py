"""The site: Datasette over the built database, with our pages.

app                  Datasette with everything set
pages/               our own pages, as plain data
base, sitemap, security_txt, datasette_metadata
http/                validators, ranges, compression, other origins
feed/, calendar/     what can be subscribed to
changes              what changed since a day or a release
findable/            descriptions for catalogues and search engines
programs/            the list of our addresses: OpenAPI, llms.txt, parameters
workbook/            views, tables and answers as spreadsheets
pictures/            pictures to take away, as SVG and PNG
reconcile/           the Reconciliation Service API
edition/             all of it as files, for a host without a server
snapshot             the package as it was when the site began
headers, limits/     what protects it
plugins/             the hooks of Datasette that all of it is reached by
edition/             the static edition
templates/, static/
"""

from pathlib import Path

HERE = Path(__file__).parent
PLUGINS, TEMPLATES, STATIC = HERE / "plugins", HERE / "templates", HERE / "static"
