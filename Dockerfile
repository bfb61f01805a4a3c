# The connector as a container. Build: docker build -t zoho-crm-for-zoho-desk .
# Node runs the TypeScript sources as they are, so there is nothing to compile; the stages part what installs from
# what runs. The pretend Zoho, the tests and everything else for development stay outside (.dockerignore).
FROM node:24-bookworm-slim AS dependencies
WORKDIR /connector
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && npm cache clean --force

FROM node:24-bookworm-slim
WORKDIR /connector
# For the embedded database; with PostgreSQL nothing is written anywhere, and the file system may be read-only.
RUN install --directory --owner=node --group=node --mode=0700 /data
VOLUME /data
COPY --from=dependencies /connector/node_modules ./node_modules
COPY package.json ./
COPY resources ./resources
COPY server ./server
ENV HOST=0.0.0.0 PORT=8080 DATA_DIR=/data
USER node
EXPOSE 8080
# Node itself asks: the slim image has no curl. A worker answers it as well.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
# Roles: none (everything in one process), web, worker. Commands: docker run … node server/cli.ts doctor
CMD ["node", "server/main.ts"]
