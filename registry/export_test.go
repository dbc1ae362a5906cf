package registry

import "time"

// FeedSettings are those of the feed that tests set.
type FeedSettings struct {
	Grace, Patience time.Duration
	Keeps, Most     int
}

// SetFeed changes the settings that are not zero, before there are subscribers.
func (r *Registry) SetFeed(to FeedSettings) {
	for value, given := range map[*time.Duration]time.Duration{&r.feed.grace: to.Grace, &r.feed.patience: to.Patience} {
		if given != 0 {
			*value = given
		}
	}
	for value, given := range map[*int]int{&r.feed.keeps: to.Keeps, &r.feed.most: to.Most} {
		if given != 0 {
			*value = given
		}
	}
}

// ReaderEnded is closed when the reader of the subscription has ended.
func (s *Subscription) ReaderEnded() <-chan struct{} { return s.recent.ended }

// SetMaxLater changes how many items later changes have at most, for a revert that takes things out.
func (r *Registry) SetMaxLater(most int) { r.maxLater = most }

// SetMaxImport changes how many rows go into one transaction.
func (r *Registry) SetMaxImport(most int) { r.maxImport = most }

// GroupSettings are those of mutations that share a transaction, that tests set.
type GroupSettings struct {
	Most, Longest  int
	Time, Patience time.Duration
}

// SetGroup changes the settings that are not zero, before there are mutations.
func (r *Registry) SetGroup(to GroupSettings) {
	for value, given := range map[*time.Duration]time.Duration{&r.group.time: to.Time, &r.group.patience: to.Patience} {
		if given != 0 {
			*value = given
		}
	}
	for value, given := range map[*int]int{&r.group.most: to.Most, &r.group.longest: to.Longest} {
		if given != 0 {
			*value = given
		}
	}
}
