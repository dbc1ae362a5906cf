// Sessions of browsers that were ended before their time: `(:_EndedSession {name, at, until})`, beside the register, of which they
// are no part.

// name: EndedSessions
MATCH (e:_EndedSession)
RETURN e.name AS name, e.at AS at, e.until AS until ORDER BY e.name

// name: ForgetEndedSessions
MATCH (e:_EndedSession) WHERE e.until <= $now
DELETE e

// name: PutEndedSession
MERGE (e:_EndedSession {name: $name})
SET e.at = $at, e.until = $until
