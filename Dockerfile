# Reads and writes in /work: docker run --rm -v "$PWD:/work" --user "$(id -u):$(id -g)" routeshift convert manifests/
FROM node:22-alpine AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund --ignore-scripts
COPY LICENSE tsconfig.json ./
COPY build build
COPY mappings mappings
COPY src src
RUN node build/build.mjs

FROM node:22-alpine
LABEL org.opencontainers.image.title="routeshift" \
      org.opencontainers.image.description="Converts Kubernetes Ingress manifests and OpenShift Routes, with a verdict for every annotation." \
      org.opencontainers.image.licenses="Apache-2.0"
# `diff --base` asks git, which by itself refuses a repository that belongs to somebody else than the one in the container.
RUN apk add --no-cache git && git config --system --add safe.directory /work
COPY --from=build /src/LICENSE /opt/routeshift/
COPY --from=build /src/dist /opt/routeshift/dist
RUN printf '{"type":"module"}\n' > /opt/routeshift/package.json && ln -s /opt/routeshift/dist/cli.js /usr/local/bin/routeshift
USER node
WORKDIR /work
ENTRYPOINT ["routeshift"]
CMD ["--help"]
