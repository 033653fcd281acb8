package search

import "portal/locales"

// shortestCompound is the number of letters from which a Dutch word is looked
// at for its parts.
const shortestCompound = 8

// compound gives the two parts of a Dutch word, both of which must be known:
// gezin and hereniging of gezinshereniging. A link letter may stand between.
func compound(folded string) []string {
	if len(folded) < shortestCompound || !plain(folded) {
		return nil
	}
	parts := lists[locales.NL].parts
	for at := len(folded) - 3; at >= 3; at-- { // the longest first part
		if !parts[folded[at:]] && !parts[singular(folded[at:])] {
			continue
		}
		for _, link := range []string{"", "s", "en", "e", "n"} {
			first := folded[:at]
			if n := len(first) - len(link); n >= 3 && first[n:] == link && parts[first[:n]] {
				return []string{first[:n], folded[at:]}
			}
		}
	}
	return nil
}

// singular takes the commonest plural endings off a part.
func singular(part string) string {
	for _, ending := range []string{"en", "s"} {
		if n := len(part) - len(ending); n >= 3 && part[n:] == ending {
			return part[:n]
		}
	}
	return part
}
