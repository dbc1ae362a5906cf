package api

import (
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// maxWalked bounds how many fields validation looks at: it looks at a fragment again for each other one that spreads it.
const maxWalked = 25_000

// walked is how far the validation of one document came. It ends at its bounds: GraphQL's rules have none of their own.
type walked struct {
	fields, mistakes int
	// most is how many mistakes of one document are told, and plain has them told without what the schema has that looks like it.
	most  int
	plain bool
}

func (w *walked) tooMuch() bool { return w.fields > maxWalked }

// validationRules returns what makes GraphQL's rules for the validation of one document, bounded.
func validationRules(config Config) func() *rules.Rules {
	return func() *rules.Rules { return (&walked{most: config.Limits.Mistakes, plain: config.Production}).rules() }
}

func (w *walked) rules() *rules.Rules {
	bounded := rules.NewRules(core.Rule{Name: "WithinBounds", RuleFunc: w.boundsRule})
	for name, rule := range w.usual().GetInner() {
		if name == rules.OverlappingFieldsCanBeMergedRule.Name {
			rule = w.mergingRule
		}
		bounded.AddRule(name, w.few(rule))
	}
	return bounded
}

// usual are GraphQL's rules, told with suggestions or without.
func (w *walked) usual() *rules.Rules {
	usual := rules.NewDefaultRules()
	if !w.plain {
		return usual
	}
	for with, without := range map[string]core.Rule{
		rules.FieldsOnCorrectTypeRule.Name: rules.FieldsOnCorrectTypeRuleWithoutSuggestions, rules.KnownArgumentNamesRule.Name: rules.KnownArgumentNamesRuleWithoutSuggestions,
		rules.KnownTypeNamesRule.Name: rules.KnownTypeNamesRuleWithoutSuggestions, rules.ScalarLeafsRule.Name: rules.ScalarLeafsRuleWithoutSuggestions,
		rules.ValuesOfCorrectTypeRule.Name: rules.ValuesOfCorrectTypeRuleWithoutSuggestions,
	} {
		usual.RemoveRule(with)
		usual.AddRule(without.Name, without.RuleFunc)
	}
	return usual
}

// few lets a rule tell of a mistake while there are not too many.
func (w *walked) few(rule core.RuleFunc) core.RuleFunc {
	return func(observers *core.Events, addError core.AddErrFunc) {
		rule(observers, func(options ...core.ErrorOption) {
			if w.mistakes++; w.mistakes <= w.most {
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
		case w.mistakes > w.most:
			addError(core.Message("The document has more than %d mistakes; the rest is not told.", w.most))
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
