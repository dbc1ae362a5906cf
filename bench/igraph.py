"""Measures the networks that come in, one a line as JSON, and answers each with the seconds that it took."""

import json
import sys
import time

import igraph

for line in sys.stdin:
    given = json.loads(line)
    began = time.perf_counter()
    graph = igraph.Graph(given["nodes"], given["edges"])
    graph.es["weight"] = given["weights"]
    strength = graph.strength(weights="weight")
    graph.simplify()
    degree, core = graph.degree(), graph.coreness()
    betweenness, closeness, diameter = graph.betweenness(), graph.closeness(), graph.diameter()
    rank, eigenvector = graph.pagerank(), graph.eigenvector_centrality()
    communities = graph.community_leiden(objective_function="modularity", n_iterations=-1)
    modularity = communities.modularity
    components, points, bridges = graph.connected_components(), graph.articulation_points(), graph.bridges()
    density, clustering = graph.density(), graph.transitivity_avglocal_undirected(mode="zero")
    print(time.perf_counter() - began, flush=True)
