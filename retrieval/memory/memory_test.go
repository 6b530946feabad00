package memory

import (
	"strconv"
	"sync"
	"testing"
)

func TestMemoryKeepsWhatIsMetAgain(t *testing.T) {
	m := Memory[int, string]{Size: 10}
	made := 0
	get := func(i int) string {
		return m.Get(i, func() string { made++; return strconv.Itoa(i) })
	}
	for i := range 1000 {
		if get(i) != strconv.Itoa(i) || get(7) != "7" {
			t.Fatal("another key's")
		}
		if kept := len(m.young) + len(m.older); kept > 20 {
			t.Fatalf("%d are kept", kept)
		}
	}
	if made != 1000 {
		t.Errorf("made %d times, 7 was forgotten", made)
	}
	get(0)
	if made != 1001 {
		t.Error("nothing is forgotten")
	}
}

func TestMemoryOfMany(t *testing.T) {
	m := Memory[int, int]{Size: 50}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for i := range 2000 {
				if got := m.Get(i%120, func() int { return i % 120 }); got != i%120 {
					t.Errorf("%d under %d", got, i%120)
				}
			}
		})
	}
	wait.Wait()
}
