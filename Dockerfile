# The site as one process: built and checked in the first stage, served by nobody in the second.
#   docker build --tag withdrawals . && docker run --read-only --tmpfs /tmp -p 8001:8001 withdrawals
FROM python:3.12-slim AS build
WORKDIR /site
COPY requirements.txt ./
RUN python -m venv /venv
RUN /venv/bin/pip install --no-cache-dir --require-hashes --requirement requirements.txt
COPY datapackage.json metadata.yml CITATION.cff LICENSE LICENSE-DATA README.md CHANGELOG.md ./
COPY checks ./checks
COPY data ./data
COPY docs ./docs
COPY releases ./releases
COPY scripts ./scripts
RUN /venv/bin/python -m scripts build
# What checks and builds is not needed to serve.
RUN /venv/bin/pip uninstall --yes great-expectations frictionless pandas numpy pip
RUN python -m compileall -q scripts

FROM python:3.12-slim
WORKDIR /site
COPY --from=build /venv /venv
COPY --from=build /site /site
USER 65534:65534
EXPOSE 8001
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["/venv/bin/python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8001/datapackage.json', timeout=4)"]
CMD ["/venv/bin/python", "-m", "scripts", "serve", "--host", "0.0.0.0", "--port", "8001"]
