// Reads a GEXF by graphology, as Gephi Lite does, and prints what it finds.
// node gexf.js network.gexf
import { readFileSync } from 'node:fs';

import graphology from 'graphology';
import gexf from 'graphology-gexf';

const graph = gexf.parse(graphology.Graph, readFileSync(process.argv[2], 'utf8'));
const complete = graph.filterNodes((_, { label, x, y, size, color }) => label && color && [x, y, size].every(Number.isFinite));
const collaborations = graph
  .filterEdges((_, { kind }) => kind === 'COLLABORATION')
  .map((edge) => graph.extremities(edge).sort().join(' '))
  .sort();
console.log(JSON.stringify({ type: graph.type, nodes: graph.order, complete: complete.length, collaborations }));
