package answer

import "testing"

// Cells without a text are not named, and a row may end before its header.
func TestEmptyCellsAreNotNamed(t *testing.T) {
	for _, c := range [][3]string{
		{"Plan | Fee | Days", "Basic |  | 5", "Basic — Days: 5"},
		{"Plan | Fee | Days", "Basic | 3 EUR", "Basic — Fee: 3 EUR"},
		{"套餐 | 费用 | 天数", "基础版 |  | 五", "基础版——天数：五"},
	} {
		if got, ok := RowText(c[0], c[1]); !ok || got != c[2] {
			t.Errorf("%q: %q, %v", c[1], got, ok)
		}
	}
	if got, ok := RowText("Plan | Fee", "Basic | 3 | 4"); ok {
		t.Errorf("a row longer than its header: %q", got)
	}
}
