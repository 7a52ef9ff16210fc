FROM python:3.13-slim AS build
WORKDIR /source
COPY . .
# The lock names what tests need, too; as constraints it binds only what is installed.
RUN sed -n 's/^\([A-Za-z0-9._-]*==[^ ]*\) \\$/\1/p' requirements.lock > constraints.txt \
    && pip install --no-cache-dir --prefix /install --constraint constraints.txt ".[charts,redis,telemetry]"

FROM python:3.13-slim
LABEL org.opencontainers.image.title="wallet-portfolio" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="Apache-2.0 AND OFL-1.1" \
      io.modelcontextprotocol.server.name="io.github.wallet-portfolio/wallet-portfolio"
COPY --from=build /install /usr/local
RUN pip uninstall --yes --quiet --root-user-action ignore pip \
    && useradd --system --create-home --uid 10001 wallet
USER 10001
ENTRYPOINT ["wallet-portfolio", "serve"]
