"""Writes the networks beside it with what networkx measures of them. Run by hand, in the root of the repository:

    pip install networkx==3.6.1 numpy scipy
    python3 network/testdata/networkx.py
"""

import csv
import json
import pathlib
import random
import sys

# The folder of a script comes first among those that modules are looked for in, and this one is called as the module is.
sys.path.pop(0)
import networkx as nx

HERE = pathlib.Path(__file__).parent
DATA = HERE.parent.parent / "data"
DAY = "2026-01-01"
WEIGHTS = {"KERN": 5, "STRUCTUREEL": 4, "KOPPEL": 3, "ADHOC": 2, "STANDBY": 1}


def rows(name):
    for folder in ("register", "example"):
        path = DATA / folder / name
        if path.exists():
            with path.open(newline="") as file:
                yield from csv.DictReader(file)


def holds(row):
    return (row["since"] or "0") <= DAY and (not row["until"] or DAY < row["until"])


def register():
    """The bundled register with the example: regions and partners, joined by collaborations and adoptions."""
    names = [row["code"] for row in rows("regions.csv")] + [row["key"] for row in rows("partners.csv") if holds(row)]
    number = {name: i for i, name in enumerate(names)}
    edges = [(row, WEIGHTS[row["profile"]]) for row in rows("collaborations.csv") if holds(row)]
    edges += [(row, 1) for row in rows("adoptions.csv") if holds(row) and row["region"]]
    return len(names), [(number[row["region"]], number[row["partner"]], weight) for row, weight in edges]


def scalefree():
    """Some with very many neighbours; edges that come twice, and edges from a node to itself."""
    chance = random.Random(1)
    edges = [(a, b, chance.randint(1, 5)) for a, b in nx.barabasi_albert_graph(400, 3, seed=1).edges]
    return 400, edges + [(b, a, 2) for a, b, _ in edges[::7]] + [(a, a, 3) for a in range(0, 400, 50)]


def islands():
    """Many components, of which two are the same, and nodes without neighbours."""
    graph = nx.disjoint_union_all([
        nx.random_geometric_graph(200, 0.09, seed=2), nx.gnp_random_graph(80, 0.02, seed=3), nx.cycle_graph(7), nx.cycle_graph(7),
        nx.path_graph(30), nx.star_graph(9), nx.empty_graph(5),
    ])
    return len(graph), [(a, b, 1 + (a + b) % 3) for a, b in graph.edges]


def blocks():
    """Six groups that are dense inside, with little between them."""
    graph = nx.stochastic_block_model([60, 50, 40, 30, 20, 20], [[0.3 if a == b else 0.01 for a in range(6)] for b in range(6)], seed=4)
    return len(graph), [(a, b, 0.5) for a, b in graph.edges]


def eigenvector(graph):
    """That of the component with the largest eigenvalue; networkx comes to it slowly, so it is asked for much."""
    return nx.eigenvector_centrality(graph, max_iter=1_000_000, tol=1e-15)


def measures(nodes, edges):
    multi = nx.MultiGraph()
    multi.add_nodes_from(range(nodes))
    multi.add_weighted_edges_from((a, b, w) for a, b, w in edges if a != b)
    graph = nx.Graph()
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from((a, b) for a, b, _ in edges if a != b)
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    component = {node: number for number, part in enumerate(parts) for node in part}
    cut, bridges, most = set(nx.articulation_points(graph)), {frozenset(edge) for edge in nx.bridges(graph)}, max(dict(graph.degree).values())
    by_node = {
        "Degree": dict(graph.degree), "Strength": dict(multi.degree(weight="weight")), "Betweenness": nx.betweenness_centrality(graph),
        "Closeness": nx.closeness_centrality(graph), "PageRank": nx.pagerank(graph, alpha=0.85, tol=1e-16, max_iter=10_000),
        "Eigenvector": eigenvector(graph), "Core": nx.core_number(graph), "Component": component,
        "CutPoint": {node: node in cut for node in graph},
    }
    found = {name: [values[node] for node in range(nodes)] for name, values in by_node.items()}
    found["Bridge"] = [frozenset((a, b)) in bridges for a, b, _ in edges]
    found["Figures"] = {
        "Density": nx.density(graph), "MeanDegree": 2 * graph.number_of_edges() / nodes, "Components": len(parts),
        "LargestComponent": len(parts[0]), "Diameter": max(nx.diameter(graph.subgraph(part)) for part in parts),
        "Clustering": nx.average_clustering(graph),
        # The best that its Louvain finds in twenty times.
        "Modularity": max(nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=seed)) for seed in range(20)),
        "Centralization": sum(most - degree for _, degree in graph.degree) / ((nodes - 1) * (nodes - 2)),
    }
    return found


def short(value):
    """As many digits as are compared, and some."""
    if isinstance(value, float):
        return float(f"{value:.13g}")
    if isinstance(value, list):
        return [short(each) for each in value]
    return {name: short(each) for name, each in value.items()} if isinstance(value, dict) else value


for make in (register, scalefree, islands, blocks):
    nodes, edges = make()
    text = json.dumps({"nodes": nodes, "edges": edges, "measures": short(measures(nodes, edges))}, separators=(",", ":"))
    # A line for each list, for who compares two versions.
    (HERE / f"{make.__name__}.json").write_text(text.replace('],"', '],\n"').replace('{"', '{\n"') + "\n")
