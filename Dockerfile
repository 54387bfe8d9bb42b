# The site in a container: the steps of docs/deploy.md by the scripts of `make run`. compose.yaml runs its processes.
FROM debian:bookworm-slim

RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates python3 python3-venv redis-server postgresql-client nginx libnginx-mod-http-ndk libnginx-mod-http-lua libnginx-mod-http-brotli-filter libnginx-mod-http-brotli-static lua-resty-core lua-resty-lrucache \
    && rm -rf /var/lib/apt/lists/*

RUN useradd --system --user-group --home-dir /srv/stet --shell /usr/sbin/nologin stet
WORKDIR /srv/stet

# First what changes seldom: the packages are fetched anew only when their lock is another.
COPY bin bin
COPY requirements.txt .
RUN bin/setup install
COPY . .
RUN install -d -m 750 -o stet -g stet var var/run var/log var/redis var/tmp var/tmp/nginx var/acme var/static var/media

USER stet
VOLUME /srv/stet/var
EXPOSE 80 443
CMD [".venv/bin/python", "-m", "honcho", "start", "-e", "/dev/null", "redis", "pages-redis", "nginx", "web", "worker"]
