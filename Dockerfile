FROM python:3.12-slim AS build
WORKDIR /src
COPY requirements/ requirements/
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/installer.lock \
 && /venv/bin/uv pip install --no-cache --python /venv/bin/python --require-hashes -r requirements/base.lock
COPY pyproject.toml README.md LICENSE ./
COPY src/ src/
COPY templates/ templates/
COPY static/ static/
COPY curriculum/ curriculum/
COPY question_bank/ question_bank/
COPY docs/guides/ docs/guides/
RUN /venv/bin/uv pip install --no-cache --python /venv/bin/python --no-deps .

FROM python:3.12-slim
RUN apt-get update && apt-get install -y --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0 fonts-lxgw-wenkai \
 && rm -rf /var/lib/apt/lists/* && useradd --create-home firstaid && mkdir /data && chown firstaid /data
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH FIRSTAID_DATA=/data
USER firstaid
VOLUME /data
EXPOSE 8000
HEALTHCHECK CMD python -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=5)"
CMD ["sh", "-c", "firstaid migrate && exec firstaid serve --host 0.0.0.0"]
