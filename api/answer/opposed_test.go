package answer

import "testing"

func TestOpposition(t *testing.T) {
	for _, test := range []struct {
		question, text string
		want           bool
	}{
		{"What is the maximum order?", "The minimum order is 5 euros.", true},
		{"What is the maximum order?", "The maximum order is 500 euros.", false},
		{"What is the maximum order?", "Orders from a minimum of 5 to a maximum of 500 euros are taken.", false},
		{"What is the maximum order?", "Orders are shipped on weekdays.", false},
		{"How do I import contacts?", "Contacts are exported as CSV.", true},
		{"What are the winter hours?", "In summer we open at 8.", true},
		{"冬季几点开门？", "夏季 8 点开门。", true},
		{"冬季几点开门？", "冬季 9 点开门。", false},
		{"怎么导入联系人？", "联系人可以导出为 CSV。", true},
		{"When are you open on Sunday?", "We are closed on Sundays.", false},
		{"How long are backups kept?", "Backups are deleted after 45 days.", false},
	} {
		opposed := Opposition(test.question)
		if got := opposed != nil && opposed(&Known{text: test.text}); got != test.want {
			t.Errorf("%s / %s: %v, want %v", test.question, test.text, got, test.want)
		}
	}
	if Opposition("How do I return a parcel?") != nil {
		t.Error("a question that names nothing with an opposite has one")
	}
}
