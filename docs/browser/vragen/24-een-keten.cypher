// 24 Een keten: het ministerie dat erover gaat, en haar partners
// Gebruikt $keten en $datum.
MATCH (m:Ministry)<-[u:UNDER]-(k:Chain {code: $keten})<-[i:IN_CHAIN]-(p:Partner)
WHERE coalesce(u.since <= $datum, true) AND coalesce(u.until > $datum, true)
RETURN m, u, k, i, p
