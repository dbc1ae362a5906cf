// 09 De tijdlijn van een partner: samenwerkingen, adopties en afspraken
// Gebruikt $partner. Van afspraken zonder begin staat er de dag waarop zij getekend zijn.
MATCH (p:Partner {key: $partner})
CALL (p) {
  MATCH (p)<-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING|ADOPTS]-(r:Region)
  RETURN toString(s.since) AS van, toString(s.until) AS tot, type(s) AS wat, r.name AS met
UNION ALL
  MATCH (p)<-[:HAS_PARTY]-(a:Agreement)
  RETURN coalesce(toString(a.since), a.signedOn) AS van, toString(a.until) AS tot, 'AFSPRAAK' AS wat, a.title AS met
}
RETURN van, tot, wat, met
ORDER BY van, wat, met
