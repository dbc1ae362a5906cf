# The program is static and needs no C library, so the image holds it and little else: certificates, time zones, a user.
FROM node:22-slim AS graphiql
WORKDIR /src/web/npm
COPY web/npm ./
RUN mkdir ../graphiql && npm ci --ignore-scripts --no-audit --no-fund && npm run build

FROM golang:1.26 AS build
WORKDIR /src
# The modules are a layer of their own, fetched again only when they change.
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=graphiql /src/web/graphiql web/graphiql
# The image does not see the repository: docker build --build-arg COMMIT=$(git rev-parse HEAD)
ARG COMMIT=
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w -X main.commit=$COMMIT" -o /out/ketenkaart .
# The final image has no shell to make the folder with.
RUN mkdir /out/data

FROM gcr.io/distroless/static-debian12:nonroot
LABEL org.opencontainers.image.title="Ketenkaart" \
      org.opencontainers.image.description="The register and network graph of collaboration in crisis management" \
      org.opencontainers.image.licenses="EUPL-1.2"
COPY --from=build /out/ketenkaart /ketenkaart
COPY --from=build --chown=nonroot:nonroot /out/data /data
COPY LICENSE /LICENSE
# A container is reached from outside it, so it cannot listen on its own loopback address alone.
ENV KETENKAART_LISTEN=0.0.0.0:8080 \
    KETENKAART_STORE=sqlite:/data/ketenkaart.db
USER nonroot
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["/ketenkaart", "health"]
ENTRYPOINT ["/ketenkaart"]
