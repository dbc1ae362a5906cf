package api

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// Validate returns what is wrong with a document, and how many fields were looked at to say so.
func Validate(schema *ast.Schema, document *ast.QueryDocument) (gqlerror.List, int) {
	w := &walked{}
	return validator.ValidateWithRules(schema, document, w.rules()), w.fields
}

// ValidateMerging does so by the rule of merging alone.
func ValidateMerging(schema *ast.Schema, document *ast.QueryDocument) (gqlerror.List, int) {
	w := &walked{}
	rule := core.Rule{Name: "Merging", RuleFunc: w.mergingRule}
	return validator.ValidateWithRules(schema, document, rules.NewRules(rule)), w.fields
}
