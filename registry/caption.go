package registry

// maxCaption is how many characters a drawn node has room for.
const maxCaption = 25

// Caption is the partner's name in a picture, of at most 25 characters: its name, or else its short name, or else the
// beginning of its name.
func (p Partner) Caption() string { return caption(p.Name, p.ShortName) }

// Caption is the region's name in a picture, by the rule of those of partners.
func (r Region) Caption() string { return caption(r.Name, r.ShortName) }

func caption(name string, shortName *string) string {
	letters := []rune(name)
	switch {
	case len(letters) <= maxCaption:
		return name
	case shortName != nil && len([]rune(*shortName)) <= maxCaption:
		return *shortName
	default:
		return string(letters[:maxCaption-1]) + "…"
	}
}
