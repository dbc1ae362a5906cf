package registry

// Optional is a field of an update: absent stays, null (Set without Value) is cleared.
type Optional[T any] struct {
	Set   bool
	Value *T
}

// onto replaces a field that may be cleared.
func (o Optional[T]) onto(field **T) {
	if o.Set {
		*field = o.Value
	}
}

// over replaces a field that has to have a value; null is refused.
func (o Optional[T]) over(name string, field *T) error {
	if !o.Set {
		return nil
	}
	if o.Value == nil {
		return Invalid(ReasonInvalid, name, "cannot be cleared").as(detailCleared)
	}
	*field = *o.Value
	return nil
}

// orEmpty returns the new value, the empty one when it is cleared, or what is there when it is absent.
func (o Optional[T]) orEmpty(is T) T {
	if !o.Set {
		return is
	}
	var value T
	if o.Value != nil {
		value = *o.Value
	}
	return value
}

// listOver replaces a list; null empties it.
func listOver[T any](o Optional[[]T], field *[]T) {
	if !o.Set {
		return
	}
	*field = []T{}
	if o.Value != nil {
		*field = *o.Value
	}
}
