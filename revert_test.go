package main

import "testing"

func TestRevertIsADryRunUntilItIsApplied(t *testing.T) {
	folder := t.TempDir()
	call(t, folder, nil, "load")
	someFiles(t, folder, map[string][2]string{
		"partners.csv":       {"waterschap-aa-en-maas,Waterschap Aa en Maas,", "waterschap-aa-en-maas,Waterschap Aa en Dommel,"},
		"collaborations.csv": {"VR10,reddingsbrigade-nederland,ADHOC,true,2021-07-01,", "VR11,reddingsbrigade-nederland,ADHOC,true,2021-07-01,2021-08-01,Hoogwater,,krant,VERIFIED,\nVR10,reddingsbrigade-nederland,ADHOC,true,2021-07-01,"},
	})
	says(t, folder, 0, []string{"import", "bijwerking", "--apply"}, "Written as revision 2.")
	rows := []string{
		"removed collaboration of VR11 and reddingsbrigade-nederland", `changed Partner:waterschap-aa-en-maas name: "Waterschap Aa en Dommel" → "Waterschap Aa en Maas"`,
		"0 new, 1 changed, 0 ended, 1 removed, 0 unchanged, 0 refused",
	}
	says(t, folder, 0, []string{"revert", "2"}, append(rows, "this is a dry run")...)
	says(t, folder, 0, []string{"revert", "2", "--apply", "--reason", "verkeerd bestand"}, append(rows, "Written as revision 3.")...)
	says(t, folder, 0, []string{"import", "--bundled"}, "Nothing to change")
	says(t, folder, 1, []string{"revert", "2", "--json"}, `"outcome": "REFUSED", "name": "Partner:waterschap-aa-en-maas"`, `"reason": "LATER_CHANGES"`, "its version is 3")
	for _, wrong := range []struct {
		code      int
		arguments []string
	}{
		{2, []string{"revert"}}, {2, []string{"revert", "0"}}, {2, []string{"revert", "twee"}}, {2, []string{"revert", "2", "--apply"}}, {1, []string{"revert", "77"}},
	} {
		if code, stdout, stderr := call(t, folder, nil, wrong.arguments...); code != wrong.code || stderr == "" {
			t.Errorf("%v ended with %d: %s%s", wrong.arguments, code, stdout, stderr)
		}
	}
}
