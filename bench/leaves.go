package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// leavesOf returns the values of a GraphQL answer, sorted, by which answers of different form are compared.
func leavesOf(body []byte) ([]string, error) {
	var answer struct {
		Data   any
		Errors []struct{ Message string }
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, fmt.Errorf("read the answer: %w", err)
	}
	if len(answer.Errors) > 0 {
		return nil, fmt.Errorf("the answer is an error: %s", answer.Errors[0].Message)
	}
	return sortedLeaves(answer.Data)
}

// sortedLeaves refuses an answer without any, for which there is nothing to measure.
func sortedLeaves(answer any) ([]string, error) {
	found := scalars(nil, answer)
	if len(found) == 0 {
		return nil, fmt.Errorf("the answer is empty, so that there is nothing to measure")
	}
	slices.Sort(found)
	return found, nil
}

func scalars(found []string, value any) []string {
	switch value := value.(type) {
	case nil:
		return found
	case map[string]any:
		for _, inner := range value {
			found = scalars(found, inner)
		}
	case []any:
		for _, inner := range value {
			found = scalars(found, inner)
		}
	case neo4j.Date:
		return append(found, value.Time().Format(time.DateOnly))
	default:
		return append(found, fmt.Sprint(value))
	}
	return found
}
