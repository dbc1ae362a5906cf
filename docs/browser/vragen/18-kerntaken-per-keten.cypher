// 18 De kerntaken per keten
// Gebruikt $datum. Een partner met twee kerntaken telt in beide kolommen.
MATCH (k:Chain)
OPTIONAL MATCH (k)<-[:IN_CHAIN]-(p:Partner)
WHERE coalesce(p.since <= $datum, true) AND coalesce(p.until > $datum, true)
RETURN k.code AS code, k.name AS keten,
  count(CASE WHEN p:Hulpdienst THEN 1 END) AS hulpdiensten,
  count(CASE WHEN p:Beheerder THEN 1 END) AS beheerders,
  count(CASE WHEN p:Dienstverlener THEN 1 END) AS dienstverleners
ORDER BY code
