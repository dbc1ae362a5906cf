package exchange

import (
	"fmt"

	"ketenkaart/data"
	"ketenkaart/registry"
)

// BundledRegister reads the register that comes with the program.
func BundledRegister() (registry.Dataset, error) {
	folder, err := data.Register()
	if err != nil {
		return registry.Dataset{}, err
	}
	register, err := ReadRegister(folder)
	if err != nil {
		return register, fmt.Errorf("read the bundled register: %w", err)
	}
	return register, nil
}

// BundledExample reads the register that comes with the program, together with the illustrated example.
func BundledExample() (registry.Dataset, error) {
	register, err := BundledRegister()
	if err != nil {
		return register, err
	}
	folder, err := data.Example()
	if err != nil {
		return register, err
	}
	example, err := ReadRegister(folder, register)
	if err != nil {
		return register, fmt.Errorf("read the bundled example: %w", err)
	}
	return register.With(example), nil
}

// BundledGuide reads the guide that comes with the program.
func BundledGuide() (registry.Guide, error) {
	folder, err := data.Guide()
	if err != nil {
		return registry.Guide{}, err
	}
	guide, err := ReadGuide(folder)
	if err != nil {
		return guide, fmt.Errorf("read the bundled guide: %w", err)
	}
	return guide, nil
}
