// Command generate has gqlgen write graph/, and has what it wrote call package execution where gqlgen does more than an answer
// needs. It fails when the code is not as it knows it, so that another version of gqlgen is looked at first.
package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/api"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/vektah/gqlparser/v2/ast"
	"golang.org/x/tools/imports"
)

func main() {
	if err := generate("gqlgen.yml"); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func generate(path string) error {
	cfg, err := config.LoadConfig(path)
	if err != nil {
		return err
	}
	// It tells of each field that gets a resolver, of which all are by hand (ADR 0002).
	log.SetOutput(io.Discard)
	if err := api.Generate(cfg); err != nil {
		return err
	}
	return errors.Join(
		rewrite(cfg.Exec.Filename, func(code string) (string, error) { return rewritten(code, cfg.Schema) }),
		rewrite(cfg.Federation.Filename, entitiesAtOnce),
	)
}

// rewrite changes a file of generated code.
func rewrite(path string, change func(string) (string, error)) error {
	code, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	text, err := change(string(code))
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	formatted, err := imports.Process(path, []byte(text), nil)
	if err != nil {
		return err
	}
	return os.WriteFile(path, formatted, 0o644)
}

// rewritten has the code call package execution.
func rewritten(code string, schema *ast.Schema) (string, error) {
	resolved := resolvedFields(code)
	code, err := withLeaves(code)
	if err != nil {
		return "", err
	}
	code, err = replaced(code, []replacement{
		{"graphql.NewFieldSet(fields)", "execution.NewFieldSet(ec.OperationContext, fields)"},
		{"deferred := graphql.NewDeferredGroup(ctx)", "deferred := graphql.DeferredGroup{}"},
		{"graphql.MarshalSliceConcurrently(ctx, len(v), 0, false, ", "execution.MarshalList(ctx, ec.OperationContext, isResolved, len(v), "},
	})
	if err != nil {
		return "", err
	}
	if strings.Count(code, "ResolveConcurrently(") != len(resolvedField.FindAllString(code, -1)) || strings.Count(code, "ResolveRootConcurrently(") != len(resolvedRoot.FindAllString(code, -1)) {
		return "", errors.New("fields are resolved at once in another way than is known")
	}
	code = resolvedField.ReplaceAllString(code, "ResolveConcurrently(i, $1,")
	code = resolvedRoot.ReplaceAllString(code, "ResolveRootConcurrently(innerCtx, i, $1,")
	return code + resolvedFunction(resolved, schema), nil
}

// entitiesAtOnce has the entities of a federation be found at once by what counts who runs.
func entitiesAtOnce(code string) (string, error) {
	return replaced(code, []replacement{
		{`		var g sync.WaitGroup
		g.Add(len(repsMap))
		for typeName, reps := range repsMap {
			go func(typeName string, reps []EntityWithIndex) {
				ec.resolveEntityGroup(ctx, typeName, reps, list)
				g.Done()
			}(typeName, reps)
		}
		g.Wait()
`, `		typeNames := slices.Collect(maps.Keys(repsMap))
		execution.AtOnce(ctx, ec.OperationContext, len(typeNames), func(ctx context.Context, i int) {
			ec.resolveEntityGroup(ctx, typeNames[i], repsMap[typeNames[i]], list)
		})
`},
		{`		var e sync.WaitGroup
		e.Add(len(reps))
		for i, rep := range reps {
			i, rep := i, rep
			go func(i int, rep EntityWithIndex) {
				entity, err := ec.resolveEntity(ctx, typeName, rep.entity)
				if err != nil {
					ec.Error(ctx, err)
				} else {
					list[rep.index] = entity
				}
				e.Done()
			}(i, rep)
		}
		e.Wait()
`, `		execution.AtOnce(ctx, ec.OperationContext, len(reps), func(ctx context.Context, i int) {
			entity, err := ec.resolveEntity(ctx, typeName, reps[i].entity)
			if err != nil {
				ec.Error(ctx, err)
			} else {
				list[reps[i].index] = entity
			}
		})
`},
	})
}

type replacement struct{ old, new string }

// replaced refuses code that does not say what is to be replaced.
func replaced(code string, all []replacement) (string, error) {
	for _, each := range all {
		if !strings.Contains(code, each.old) {
			return "", fmt.Errorf("it nowhere says %q", each.old)
		}
		code = strings.ReplaceAll(code, each.old, each.new)
	}
	return code, nil
}

// What fields, and root fields, tell the object that is to resolve them at once with others.
var (
	resolvedField = regexp.MustCompile(`ResolveConcurrently\(ec\.OperationContext, &deferred, i,\s+true, (true|false),`)
	resolvedRoot  = regexp.MustCompile(`ResolveRootConcurrently\(innerCtx, ec\.OperationContext, i,\s+true, (true|false),`)
)

var (
	// leafContext begins the context of a field that is a value of its object: neither a method nor a resolver gives it.
	leafContext = regexp.MustCompile(`fieldContext_(\w+)\(_ context\.Context, field graphql\.CollectedField\) \(fc \*graphql\.FieldContext, err error\) \{
	return graphql\.NewScalarFieldContext\("\w+", field, false, false, "\w+"\)`)
	// leafField is such a field, with its name, how it is read, its type and what writes it.
	leafField = regexp.MustCompile(`(func \(ec \*executionContext\) _(\w+)\(ctx context\.Context, field graphql\.CollectedField, obj [^\n]+\) \(ret graphql\.Marshaler\) \{
)	return graphql\.ResolveField\(
		ctx,
		ec\.OperationContext,
		field,
		func\(ctx context\.Context, field graphql\.CollectedField\) \(\*graphql\.FieldContext, error\) \{
			return ec\.fieldContext_\w+\(ctx, field\)
		\},
		func\(ctx context\.Context\) \(any, error\) \{
			return (obj\.[\w.]+), nil
		\},
		nil,
		func\(ctx context\.Context, selections ast\.SelectionSet, v ([^\n]+)\) graphql\.Marshaler \{
			return (ec\.marshal[^(]+)\(ctx, selections, v\)
		\},
		true,
		(?:true|false),
	\)
\}`)
)

// withLeaves has each value that its object holds be written without a context, but for ids, which name the date that they are of.
func withLeaves(code string) (string, error) {
	leaves := map[string]bool{}
	for _, found := range leafContext.FindAllStringSubmatch(code, -1) {
		leaves[found[1]] = true
	}
	done := 0
	code = leafField.ReplaceAllStringFunc(code, func(text string) string {
		found := leafField.FindStringSubmatch(text)
		head, name, value, kind, write := found[1], found[2], found[3], found[4], found[5]
		if !leaves[name] {
			return text
		}
		done++
		if strings.HasSuffix(name, "_id") {
			return text
		}
		return head + "\treturn execution.Leaf(ec.OperationContext, field, " + bytesOf(value, kind) + ", " + write + "(ctx, field.Selections, " + value + "))\n}"
	})
	if done == 0 || done != len(leaves) {
		return "", fmt.Errorf("of %d fields that are values of their objects %d are as they are known", len(leaves), done)
	}
	return code, nil
}

func bytesOf(value, kind string) string {
	switch kind {
	case "string":
		return "execution.TextBytes(" + value + ")"
	case "*string":
		return "execution.OptionalBytes(" + value + ")"
	case "[]string":
		return "execution.ListBytes(" + value + ")"
	case "json.RawMessage":
		return "len(" + value + ")"
	}
	return "execution.OtherBytes"
}

// resolvedContext is the context of a field that has a resolver.
var resolvedContext = regexp.MustCompile(`fieldContext_(\w+)\([^\n]+\n(?:	fc = &graphql\.FieldContext\{\n		Object: +"(\w+)",\n		Field: +field,\n		IsMethod: +true,\n		IsResolver: +true,|	return graphql\.NewScalarFieldContext\("(\w+)", field, true, true, )`)

// resolvedFields are the fields with a resolver, by their type.
func resolvedFields(code string) map[string][]string {
	resolved := map[string][]string{}
	for _, found := range resolvedContext.FindAllStringSubmatch(code, -1) {
		object := found[2] + found[3]
		resolved[object] = append(resolved[object], strings.TrimPrefix(found[1], object+"_"))
	}
	return resolved
}

// resolvedFunction tells the fields with a resolver, of interfaces too: those that have one in any of their types.
func resolvedFunction(resolved map[string][]string, schema *ast.Schema) string {
	for name, definition := range schema.Types {
		if definition.IsAbstractType() {
			for _, possible := range schema.PossibleTypes[name] {
				resolved[name] = append(resolved[name], resolved[possible.Name]...)
			}
		}
	}
	var text strings.Builder
	text.WriteString("\n// isResolved says whether a field of a type has a resolver.\nfunc isResolved(object, field string) bool {\n\tswitch object {\n")
	for _, object := range slices.Sorted(maps.Keys(resolved)) {
		fields := slices.Compact(slices.Sorted(slices.Values(resolved[object])))
		if len(fields) > 0 {
			fmt.Fprintf(&text, "\tcase %q:\n\t\tswitch field {\n\t\tcase %s:\n\t\t\treturn true\n\t\t}\n", object, `"`+strings.Join(fields, `", "`)+`"`)
		}
	}
	text.WriteString("\t}\n\treturn false\n}\n")
	return text.String()
}
