"""The site: Datasette over the built database, with our pages.

app                  Datasette with everything set
pages/               our own pages, as plain data
base, sitemap, charts, datasette_metadata
reconcile/           the Reconciliation Service API
snapshot             the package as it was when the site began
headers, limits/     what protects it
plugins/             the hooks of Datasette that all of it is reached by
templates/, static/
"""

from pathlib import Path

HERE = Path(__file__).parent
PLUGINS, TEMPLATES, STATIC = HERE / "plugins", HERE / "templates", HERE / "static"
