package registry

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// ChainKind tells the general chain from the functional ones.
type ChainKind string

// The kinds of chains.
const (
	Algemeen    ChainKind = "ALGEMEEN"
	Functioneel ChainKind = "FUNCTIONEEL"
)

// Chain is a keten: the general one, or a functional one with its ministry (bestuurlijke netwerkkaarten).
type Chain struct {
	Code       string          `json:"code"`
	Name       string          `json:"name"`
	Kind       ChainKind       `json:"kind"`
	Ministries []ChainMinistry `json:"ministries"`
	Provenance *Provenance     `json:"provenance,omitempty"`
	Stamp
}

// ChainMinistry is a ministry's responsibility for a chain, as far as its period is known.
type ChainMinistry struct {
	MinistryCode string      `json:"ministryCode"`
	Since        *Date       `json:"since,omitempty"`
	Until        *Date       `json:"until,omitempty"`
	Provenance   *Provenance `json:"provenance,omitempty"`
}

// Holds says whether the ministry was responsible on the day, as far as is known.
func (m ChainMinistry) Holds(day Date) bool {
	return holds(m.Since, m.Until, day)
}

// ID gives Chain:BNK12.
func (c Chain) ID() string { return MakeID(KindChain, c.Code) }

// over gives the chain as a dataset tells of it, with what it does not tell as it was.
func (c Chain) over(before Chain) Chain {
	c.Stamp, c.Ministries = before.Stamp, kept(c.Ministries, before.Ministries)
	return c
}

// IsNode marks a Node.
func (Chain) IsNode() {}

// IsEntity marks what other subgraphs of a federation may extend.
func (Chain) IsEntity() {}

// IsActionable marks an Actionable.
func (Chain) IsActionable() {}

// IsNamed marks a Named.
func (Chain) IsNamed() {}

// SearchText is what the chain can be found by.
func (c Chain) SearchText() string { return searchText(c.Code, c.Name) }

// Ministry is responsible for chains; ministries change with cabinets, so its code is the last part of its TOOI.
type Ministry struct {
	Code         string      `json:"code"`
	Abbreviation string      `json:"abbreviation"`
	Name         string      `json:"name"`
	TOOI         *URL        `json:"tooi,omitempty"`
	Until        *Date       `json:"until,omitempty"`
	Provenance   *Provenance `json:"provenance,omitempty"`
	Stamp
}

// ID gives Ministry:mnre1130.
func (m Ministry) ID() string { return MakeID(KindMinistry, m.Code) }

// over gives the ministry as a dataset tells of it.
func (m Ministry) over(before Ministry) Ministry {
	m.Stamp = before.Stamp
	return m
}

// IsNode marks a Node.
func (Ministry) IsNode() {}

// The actions on chains.
const (
	actionCreateChain Action = "createChain"
	actionUpdateChain Action = "updateChain"
)

// CreateChainInput is a chain to describe.
type CreateChainInput struct {
	Code, Name     string
	Kind           ChainKind
	Ministries     []string
	Provenance     *Provenance
	IdempotencyKey *string
}

// ChainPatch is new facts about a chain; Ministries are those from today on.
type ChainPatch struct {
	ChainID        string
	Version        int
	Name           Optional[string]
	Kind           Optional[ChainKind]
	Ministries     Optional[[]string]
	Provenance     Optional[Provenance]
	IdempotencyKey *string
}

// ChainPayload is the chain as it is now, and what the mutation did.
type ChainPayload struct {
	Chain  Chain
	Change Change
}

// CreateChain describes a chain. BAD_USER_INPUT; NOT_FOUND for a ministry; CONFLICT with KEY_TAKEN.
func (r *Registry) CreateChain(ctx context.Context, in CreateChainInput) (ChainPayload, error) {
	cmd := command{action: actionCreateChain, input: in, key: in.IdempotencyKey}
	chain, change, err := mutate(ctx, r, cmd, func(ctx context.Context, w *work) (Chain, error) {
		chain := Chain{Code: in.Code, Name: in.Name, Kind: in.Kind, Ministries: []ChainMinistry{}, Provenance: in.Provenance}
		for _, code := range in.Ministries {
			chain.Ministries = append(chain.Ministries, ChainMinistry{MinistryCode: code})
		}
		return w.putChain(ctx, nil, chain)
	})
	return ChainPayload{Chain: chain, Change: change}, err
}

// UpdateChain changes facts about a chain. BAD_USER_INPUT, NOT_FOUND, VERSION_MISMATCH.
func (r *Registry) UpdateChain(ctx context.Context, patch ChainPatch) (ChainPayload, error) {
	cmd := command{action: actionUpdateChain, input: patch, key: patch.IdempotencyKey}
	chain, change, err := mutate(ctx, r, cmd, func(ctx context.Context, w *work) (Chain, error) {
		old, err := findVersion[Chain](ctx, w, "chainId", patch.ChainID, patch.Version)
		if err != nil {
			return old, err
		}
		chain := old
		if err := patch.Name.over("name", &chain.Name); err != nil {
			return old, err
		}
		if err := patch.Kind.over("kind", &chain.Kind); err != nil {
			return old, err
		}
		patch.Provenance.onto(&chain.Provenance)
		if patch.Ministries.Set {
			chain.Ministries = handOver(old.Ministries, patch.Ministries.orEmpty(nil), w.today)
		}
		return w.putChain(ctx, &old, chain)
	})
	return ChainPayload{Chain: chain, Change: change}, err
}

// handOver ends, on the day, the responsibilities that are not in the codes, and begins those that are new.
func handOver(is []ChainMinistry, codes []string, day Date) []ChainMinistry {
	next := []ChainMinistry{}
	held := map[string]bool{}
	for _, responsibility := range is {
		if responsibility.Since != nil && *responsibility.Since > day {
			continue // planned before, and overtaken by what is said now
		}
		if responsibility.Holds(day) && !slices.Contains(codes, responsibility.MinistryCode) {
			responsibility.Until = &day
		}
		if responsibility.Holds(day) {
			held[responsibility.MinistryCode] = true
		}
		if responsibility.Since == nil || responsibility.Until == nil || *responsibility.Since < *responsibility.Until {
			next = append(next, responsibility)
		}
	}
	for _, code := range codes {
		if !held[code] {
			next = append(next, ChainMinistry{MinistryCode: code, Since: &day})
		}
	}
	return next
}

func (w *work) putChain(ctx context.Context, before *Chain, chain Chain) (Chain, error) {
	met, err := w.around(ctx, Dataset{Chains: []Chain{chain}})
	if err != nil {
		return chain, err
	}
	if err := chain.check(before, met); err != nil {
		return chain, err
	}
	chain.Stamp = w.stamp
	if err := w.writer.Put(ctx, BatchOf(chain)); err != nil {
		return chain, fmt.Errorf("write %s: %w", chain.ID(), err)
	}
	return chain, recordOf(w, before, chain)
}

// check cleans the chain and gives all that is wrong with it; before is nil when it is new.
func (c *Chain) check(before *Chain, met surroundings) error {
	problems := []error{CheckKey("code", KindChain, c.Code)}
	if before == nil {
		problems = append(problems, met.take(c.ID()), met.oneMore("code", list{kind: KindChain}, maxChains))
	}
	return errors.Join(append(problems,
		cleanName("name", &c.Name), oneOf("kind", c.Kind, []ChainKind{Algemeen, Functioneel}), cleanProvenance("provenance", &c.Provenance),
		cleanItems("ministries", &c.Ministries, maxResponsibilities, func(m *ChainMinistry) error { return m.check(met) },
			func(m ChainMinistry) [2]string { return [2]string{m.MinistryCode, text(m.Since)} }),
	)...)
}

// check refuses a responsibility of what is no ministry, or that ends before it begins.
func (m *ChainMinistry) check(met surroundings) error {
	problems := []error{met.refers("ministries", KindMinistry, m.MinistryCode), cleanProvenance("ministries.provenance", &m.Provenance)}
	if m.Since != nil {
		problems = append(problems, Period{Since: *m.Since, Until: m.Until}.check("ministries."))
	}
	return errors.Join(problems...)
}

// check returns all that is wrong with a ministry; before is nil when it is new.
func (m *Ministry) check(before *Ministry, met surroundings) error {
	problems := []error{CheckKey("code", KindMinistry, m.Code)}
	if before == nil {
		problems = append(problems, met.take(m.ID()), met.oneMore("code", list{kind: KindMinistry}, maxMinistries))
	}
	return errors.Join(append(problems, cleanName("name", &m.Name), checkText("abbreviation", m.Abbreviation, maxName), checkTOOI("tooi", m.TOOI))...)
}
