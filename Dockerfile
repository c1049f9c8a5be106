FROM debian:12-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 python3-venv tesseract-ocr tesseract-ocr-spa fonts-liberation fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --uid 10001 legajo \
 && mkdir /data && chown legajo /data
WORKDIR /app
COPY requirements.lock pyproject.toml README.md LICENSE NOTICE ./
RUN python3 -m venv /opt/legajo && /opt/legajo/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY schemas schemas
COPY storage storage
COPY indexer indexer
COPY service service
COPY web web
COPY benchmarks benchmarks
ENV PATH=/opt/legajo/bin:$PATH PYTHONPATH=/app PYTHONUNBUFFERED=1
RUN printf '#!/bin/sh\nexec python -m web.command "$@"\n' > /opt/legajo/bin/legajo && chmod +x /opt/legajo/bin/legajo
USER legajo
EXPOSE 8765
CMD ["legajo", "up", "--host", "0.0.0.0"]
