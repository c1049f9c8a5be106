FROM node:22.21-bookworm-slim AS front
WORKDIR /front
COPY web/front/package.json web/front/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM debian:12.12-slim
# Debian keeps no older versions of a package: a pin would stop the build at the next security update.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 python3-venv tesseract-ocr tesseract-ocr-spa fonts-liberation fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --uid 10001 legajo \
 && install --directory --mode=700 --owner=legajo --group=legajo /data
WORKDIR /app
COPY requirements.lock pyproject.toml README.md LICENSE NOTICE ./
RUN python3 -m venv /opt/legajo && /opt/legajo/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY schemas schemas
COPY storage storage
COPY indexer indexer
COPY service service
COPY web web
COPY benchmarks benchmarks
COPY --from=front /front/node_modules/htmx.org/dist/htmx.min.js web/static/vendor/htmx.min.js
ENV PATH=/opt/legajo/bin:$PATH PYTHONPATH=/app PYTHONUNBUFFERED=1
RUN printf '#!/bin/sh\nexec python -m web.command "$@"\n' > /opt/legajo/bin/legajo && chmod +x /opt/legajo/bin/legajo
USER 10001:10001
EXPOSE 8765
CMD ["legajo", "up", "--host", "0.0.0.0"]
