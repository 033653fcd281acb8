package search

import "math/bits"

// like says how much a word is like another one: by the slips that lead from
// one to the other, or by how much of their beginnings they share.
func (f *form) like(folded string, letters uint32, slips int) float64 {
	longer := max(len(folded), len(f.folded))
	score := 0.0
	if shared := sharedBeginning(folded, f.folded); shared >= 5 && 3*shared >= 2*longer {
		score = 0.9 * float64(shared) / float64(longer)
	}
	unlike := bits.OnesCount32(letters ^ f.letters)
	if unlike <= 2*slips && longer-min(len(folded), len(f.folded)) <= slips {
		if n := distance(folded, f.folded, slips); n <= slips {
			score = max(score, 1-float64(n)/float64(longer))
		}
	}
	if score == 0 {
		return 0
	}
	if folded[0] != f.folded[0] {
		score -= 0.15 // the first letter is seldom wrong
	}
	if f.guest {
		score -= 0.05
	}
	return max(score, 0)
}

func sharedBeginning(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

func lettersOf(folded string) uint32 {
	var all uint32
	for i := range len(folded) {
		all |= 1 << (folded[i] % 32)
	}
	return all
}

// distance is how many letters are left out, put in, put for another, or
// changed with their neighbour between two words; more than most if it is
// certainly more.
func distance(a, b string, most int) int {
	var rows [3][longestLike + 1]int
	before, above, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		above[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > most {
			return most + 1
		}
		before, above, row = above, row, before
	}
	return above[len(b)]
}
