package exchange

import (
	"cmp"
	"slices"
	"strconv"

	"ketenkaart/registry"
)

// Form is what can be chosen of how an export is written; each format leaves some of it to choose.
type Form struct {
	// Mark puts a byte order mark before the header of CSV, by which Excel knows UTF-8.
	Mark bool
	// Separator stands between cells of CSV; 0 is a comma.
	Separator byte
	// Layout says where the nodes of a network lie; "" is on the map.
	Layout registry.NetworkLayout
	// Width is that of a picture in pixels, from LeastPictureWidth to MostPictureWidth; 0 is the usual one.
	Width int
}

func (f Form) layout() registry.NetworkLayout { return cmp.Or(f.Layout, registry.LayoutGeographic) }

// ParseForm reads the parameters of a form, each of which may be empty. BAD_USER_INPUT.
func ParseForm(given func(name string) string) (form Form, err error) {
	if form.Separator, err = parseSeparator(given("separator")); err != nil {
		return form, err
	}
	if form.Mark, err = parseMark(given("bom")); err != nil {
		return form, err
	}
	if form.Layout, err = parseLayout(given("layout")); err != nil {
		return form, err
	}
	form.Width, err = parseWidth(given("width"))
	return form, err
}

// parseSeparator reads a comma, a semicolon or the word tab; none is a comma.
func parseSeparator(text string) (byte, error) {
	switch text {
	case "", ",":
		return ',', nil
	case ";":
		return ';', nil
	case "tab", "\t":
		return '\t', nil
	}
	return 0, registry.Invalid(registry.ReasonInvalid, "separator", "%q is none of , ; tab", text)
}

func parseMark(text string) (bool, error) {
	if text != "" && text != "true" && text != "false" {
		return false, registry.Invalid(registry.ReasonInvalid, "bom", "%q is not true or false", text)
	}
	return text == "true", nil
}

func parseLayout(text string) (registry.NetworkLayout, error) {
	if text == "" {
		return "", nil
	}
	layout := registry.NetworkLayout(text)
	if !slices.Contains(registry.AllNetworkLayouts(), layout) {
		return "", registry.Invalid(registry.ReasonInvalid, "layout", "%q is none of %v", text, registry.AllNetworkLayouts())
	}
	return layout, nil
}

func parseWidth(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	width, err := strconv.Atoi(text)
	if err != nil || width < LeastPictureWidth || width > MostPictureWidth {
		return 0, registry.Invalid(registry.ReasonInvalid, "width", "%q is not a number of pixels from %d to %d", text, LeastPictureWidth, MostPictureWidth)
	}
	return width, nil
}
