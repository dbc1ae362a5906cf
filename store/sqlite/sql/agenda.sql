-- name: Agenda
SELECT e.party, e.on_day, e.tie
FROM agenda AS e
WHERE e.party = :party

-- name: AgendaFromDay
AND e.on_day >= :lower AND (e.on_day > :lower OR e.tie > :lowerTie)

-- name: AgendaToDay
AND e.on_day <= :upper AND (e.on_day < :upper OR e.tie < :upperTie)

-- name: AgendaUpByDay
ORDER BY e.on_day, e.tie LIMIT :limit

-- name: AgendaDownByDay
ORDER BY e.on_day DESC, e.tie DESC LIMIT :limit

-- name: CountAgenda
SELECT '', count(*) FROM agenda AS e WHERE e.party = :party AND e.on_day <= :until

-- The tie holds the kind, and then the UUID of the agreement.
-- name: AgendaWithout
AND NOT substr(e.tie, instr(e.tie, ' ') + 1, 36) IN (SELECT value FROM json_each(:without))

-- name: ClearAgenda
DELETE FROM agenda WHERE owner = :uuid
AND (party, on_day, tie) NOT IN (SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(:entries))

-- name: PutAgenda
INSERT OR IGNORE INTO agenda (party, on_day, tie, owner)
SELECT value ->> 0, value ->> 1, value ->> 2, :uuid FROM json_each(:entries)
