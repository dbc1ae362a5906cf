package main

import (
	"encoding/json"
	"fmt"
)

// mission is the mission's question.
const mission = `{ partners(filter: {coreTasks: [BEHEERDER], chainKind: FUNCTIONEEL, collaboration: {profiles: [STRUCTUREEL]}}, first: 25) { totalCount nodes { id name collaborations(filter: {profiles: [STRUCTUREEL]}) { since provenance { certainty } region { code name } } } } }`

// missionAnswer is the answer to it.
type missionAnswer struct {
	Data struct {
		Partners struct {
			TotalCount int
			Nodes      []missionPartner
		}
	}
	Errors []struct{ Message string }
}

type missionPartner struct {
	ID, Name       string
	Collaborations []missionEdge
}

type missionEdge struct {
	Since      string
	Provenance *struct{ Certainty string }
	Region     struct{ Code, Name string }
}

func readMission(body []byte) (missionAnswer, error) {
	var answer missionAnswer
	if err := json.Unmarshal(body, &answer); err != nil {
		return answer, fmt.Errorf("read the answer: %w", err)
	}
	if len(answer.Errors) > 0 {
		return answer, fmt.Errorf("the answer is an error: %s", answer.Errors[0].Message)
	}
	if answer.edges() == 0 {
		return answer, fmt.Errorf("the answer is empty, so that there is nothing to measure")
	}
	return answer, nil
}

func (a missionAnswer) edges() (edges int) {
	for _, partner := range a.Data.Partners.Nodes {
		edges += len(partner.Collaborations)
	}
	return edges
}

// facts returns a line for each fact of the answer, by which two answers of different form are compared.
func (a missionAnswer) facts() []string {
	facts := []string{fmt.Sprint("total ", a.Data.Partners.TotalCount)}
	for _, partner := range a.Data.Partners.Nodes {
		for _, edge := range partner.Collaborations {
			certainty := ""
			if edge.Provenance != nil {
				certainty = edge.Provenance.Certainty
			}
			facts = append(facts, factOf(partner.ID, partner.Name, edge.Since, certainty, edge.Region.Code, edge.Region.Name))
		}
	}
	return facts
}

func factOf(id, name, since, certainty, code, region string) string {
	return fmt.Sprintf("%s %q %s %s %s %q", id, name, since, certainty, code, region)
}

// requestBody is a GraphQL request as it goes over HTTP.
func requestBody(document string) ([]byte, error) {
	return json.Marshal(map[string]string{"query": document})
}
