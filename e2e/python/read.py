"""Reads exports by programs that others wrote, and prints what it found in each as a list in JSON.

    read.py READER,FILE,... ...

    table,FILE,SEPARATOR    CSV, by pandas
    lines,FILE              JSON lines, by pandas
    graphml,FILE            by networkx, and so gexf and json (node-link)
    svg,FILE                by CairoSVG, with Pillow
"""

import io
import json
import sys
from collections import Counter


def table(path, separator):
    import pandas

    separator = {"comma": ",", "semicolon": ";", "tab": "\t"}[separator]
    frame = pandas.read_csv(path, sep=separator, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    return {"columns": list(frame.columns), "rows": frame.to_dict("records")}


def lines(path):
    import pandas

    frame = pandas.read_json(path, lines=True, dtype=False, convert_dates=False)
    return {"columns": list(frame.columns), "rows": json.loads(frame.to_json(orient="records"))}


def network(graph):
    """The same of each format: nodes with their attributes, edges with theirs, and what networkx works out."""
    import networkx

    simple = networkx.Graph(graph)
    return {
        "directed": graph.is_directed(),
        "nodes": {name: dict(data) for name, data in graph.nodes(data=True)},
        "edges": [[a, b, dict(data)] for a, b, data in graph.edges(data=True)],
        "components": networkx.number_connected_components(simple),
        "density": networkx.density(simple),
    }


def graphml(path):
    import networkx

    return network(networkx.read_graphml(path))


def gexf(path):
    import networkx

    return network(networkx.read_gexf(path, version="1.3"))


def node_link(path):
    import networkx

    with open(path, encoding="utf-8") as file:
        return network(networkx.node_link_graph(json.load(file)))


def svg(path):
    import cairosvg
    from PIL import Image

    picture = Image.open(io.BytesIO(cairosvg.svg2png(url=path, output_width=800))).convert("RGB")
    colours = Counter(picture.get_flattened_data() if hasattr(picture, "get_flattened_data") else picture.getdata())
    return {"width": picture.width, "height": picture.height, "colours": len(colours)}


READERS = {"table": table, "lines": lines, "graphml": graphml, "gexf": gexf, "json": node_link, "svg": svg}

if __name__ == "__main__":
    asked = [argument.split(",") for argument in sys.argv[1:]]
    json.dump([READERS[reader](*arguments) for reader, *arguments in asked], sys.stdout)
