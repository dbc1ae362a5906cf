// 13 De kortste wegen tussen twee partners, langs regio's waarmee zij samenwerken
// Gebruikt $partner, $anderePartner en $datum.
MATCH weg = ALL SHORTEST (:Partner {key: $partner})
  (()-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING
    WHERE s.since <= $datum AND coalesce(s.until > $datum, true)]-())+
  (:Partner {key: $anderePartner})
RETURN weg
LIMIT 100
