# `make` alone lists what can be done.

# Where `make neo4j` puts a Neo4j for people: the usual ports, and a folder that git ignores.
BOLT_PORT ?= 7687
HTTP_PORT ?= 7474
NEO4J_DIR ?= .neo4j

.DEFAULT_GOAL := help
.PHONY: help run graphiql generate check test fuzz bench bench-peers neo4j neo4j-stop

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## start the API with the example register at http://127.0.0.1:8080
	go run . --example

graphiql: ## fetch GraphiQL, which the next build of the program then hands out at /graphiql (needs npm)
	npm ci --prefix web/npm --ignore-scripts --no-audit --no-fund
	npm run --prefix web/npm build

generate: ## write the code in graph/ anew from schema.graphqls
	go generate ./...

check: ## the fast checks, for while you work: build, format, vet, tests without Neo4j
	@scripts/test build format vet unit

test: ## all checks and all tests, on a real Neo4j too, and for races (what CI does)
	@scripts/test

fuzz: ## look for input that breaks what reads it, five minutes for each reader
	@scripts/fuzz

bench: ## the benchmarks, on a Neo4j started for them
	@scripts/with-neo4j go run ./bench

bench-peers: ## the same questions to this program, to a generated API and to the bare driver (needs npm)
	@scripts/with-peers scripts/with-neo4j go run ./bench -part peers -store neo4j

neo4j: ## start a Neo4j with Neo4j Browser, and load the register with the example into it
	@NEO4J_BOLT_PORT=$(BOLT_PORT) NEO4J_HTTP_PORT=$(HTTP_PORT) scripts/neo4j start $(NEO4J_DIR)
	go run . --store bolt://127.0.0.1:$(BOLT_PORT) --example load
	@echo
	@sign_in='?preselectAuthMethod=NO_AUTH'; [ -z "$$NEO4J_PASSWORD" ] || sign_in=; \
	  echo "  Neo4j Browser:  http://127.0.0.1:$(HTTP_PORT)/browser/$$sign_in"
	@echo '  Colours:        drop docs/browser/ketenkaart.grass on the window of Neo4j Browser'
	@echo '  The API on it:  go run . --store bolt://127.0.0.1:$(BOLT_PORT)'
	@echo '  Stop it:        make neo4j-stop   (the data stays in $(NEO4J_DIR)/)'

neo4j-stop: ## stop that Neo4j
	@scripts/neo4j stop $(NEO4J_DIR)
