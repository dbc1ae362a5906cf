// The agenda: an entry is a relationship from the party to the agreement or the evaluation that says it, which puts it.
// agendaOrder is its day and what tells it apart. ASC gives way to the direction of the walk.

// name: ListAgenda
MATCH ()-[e:AGENDA]->() USING INDEX SEEK e:AGENDA(party, agendaOrder)
WHERE e.party = $party AND e.agendaOrder > $low AND e.agendaOrder < $high
RETURN properties(e) AS entry
ORDER BY e.party ASC, e.agendaOrder ASC
LIMIT $limit

// name: CountAgenda
MATCH ()-[e:AGENDA]->() USING INDEX SEEK e:AGENDA(party, agendaOrder)
WHERE e.party = $party AND e.agendaOrder < $high
RETURN count(*) AS count
