// The agenda: an entry is a relationship from the party to the agreement or the evaluation that says it, which puts it.
// _agendaOrder is its day and what tells it apart. ASC gives way to the direction of the walk.

// name: ListAgenda
MATCH ()-[e:AGENDA]->() USING INDEX SEEK e:AGENDA(_party, _agendaOrder)
WHERE e._party = $party AND e._agendaOrder > $low AND e._agendaOrder < $high
  // filter
RETURN properties(e) AS entry
ORDER BY e._party ASC, e._agendaOrder ASC
LIMIT $limit

// name: CountAgenda
MATCH ()-[e:AGENDA]->() USING INDEX SEEK e:AGENDA(_party, _agendaOrder)
WHERE e._party = $party AND e._agendaOrder < $high
  // filter
RETURN count(*) AS count

// name: AgendaWithout
NOT coalesce(e.agreement, '') IN $without
