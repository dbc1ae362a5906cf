// 15 De afspraken van een regio, en wie zij binden
// Gebruikt $regio. Ook de lijn van de regio naar de afspraak staat in RETURN: anders staat zij los in het beeld.
MATCH (r:Region {code: $regio})<-[partij:HAS_PARTY]-(a:Agreement)-[h:HAS_PARTY]->(p:Partner)
RETURN r, partij, a, h, p
