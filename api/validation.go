package api

import (
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

const (
	// maxWalked bounds how many fields validation looks at: it looks at a fragment again for each other one that spreads it.
	maxWalked = 25_000
	// maxMistakes is how many mistakes of one document are told.
	maxMistakes = 20
)

// walked is how far the validation of one document came. It ends at its bounds: GraphQL's rules have none of their own.
type walked struct{ fields, mistakes int }

func (w *walked) tooMuch() bool { return w.fields > maxWalked }

// validationRules returns GraphQL's rules for the validation of one document, bounded.
func validationRules() *rules.Rules {
	return (&walked{}).rules()
}

func (w *walked) rules() *rules.Rules {
	bounded := rules.NewRules(core.Rule{Name: "WithinBounds", RuleFunc: w.boundsRule})
	for name, rule := range rules.NewDefaultRules().GetInner() {
		if name == rules.OverlappingFieldsCanBeMergedRule.Name {
			rule = w.mergingRule
		}
		bounded.AddRule(name, w.few(rule))
	}
	return bounded
}

// few lets a rule tell of a mistake while there are not too many.
func (w *walked) few(rule core.RuleFunc) core.RuleFunc {
	return func(observers *core.Events, addError core.AddErrFunc) {
		rule(observers, func(options ...core.ErrorOption) {
			if w.mistakes++; w.mistakes <= maxMistakes {
				addError(options...)
			}
		})
	}
}

// boundsRule ends validation at its bounds: nobody observes the rest of the walk. Rules go by name, so this one comes last.
func (w *walked) boundsRule(observers *core.Events, addError core.AddErrFunc) {
	ended := false
	end := func(walker *core.Walker) {
		switch {
		case ended:
			return
		case w.tooMuch():
			known := badRequest(reasonTooComplex, fmt.Sprintf("validation looks at each fragment for every other one that spreads it, and would look at more than %d fields: ask in several queries", maxWalked))
			known.Facts = map[string]any{"fields": w.fields, "limit": maxWalked}
			addError(func(err *gqlerror.Error) { *err = *refusal(known) })
		case w.mistakes > maxMistakes:
			addError(core.Message("The document has more than %d mistakes; the rest is not told.", maxMistakes))
		default:
			return
		}
		ended = true
		walker.Observers = &core.Events{}
	}
	observers.OnField(func(walker *core.Walker, _ *ast.Field) { w.fields++; end(walker) })
	observers.OnFragmentSpread(func(walker *core.Walker, _ *ast.FragmentSpread) { w.fields++; end(walker) })
	observers.OnDirective(func(walker *core.Walker, _ *ast.Directive) { end(walker) })
	observers.OnValue(func(walker *core.Walker, _ *ast.Value) { end(walker) })
	observers.OnOperation(func(walker *core.Walker, _ *ast.OperationDefinition) { end(walker) })
	observers.OnFragment(func(walker *core.Walker, _ *ast.FragmentDefinition) { end(walker) })
}
