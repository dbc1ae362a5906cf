package exchange_test

import (
	"errors"
	"testing"

	"ketenkaart/exchange"
)

// FuzzReadUpdate has whatever stands in a file be read, or be refused by its row and column; nothing is half read.
func FuzzReadUpdate(f *testing.F) {
	for _, seed := range []string{
		partnerHeader + partnerRow, "key;name\nx;\"y\r\n", "\ufeffkey,name\nx,y\n", "key,name\n\"", "", "key\nx", partnerHeader + "x,X,,a\\;b;c,BEHEERDER,water,,,maybe,,,,,,ftp://x,2019-13,2019,,VERIFIED,,,,\n", "key,key\n", "\xff\xfe",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		dataset, err := exchange.ReadUpdate(files(map[string]string{"partners.csv": text}))
		if found, refused := errors.AsType[*exchange.RowErrors](err); refused && found.Len() == 0 || err != nil && !refused {
			t.Errorf("%q: %v", text, err)
		}
		if err != nil && len(dataset.Partners) > 0 {
			t.Errorf("%q is refused, and gives %d partners", text, len(dataset.Partners))
		}
	})
}
