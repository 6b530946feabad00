package answer

import (
	"fmt"
	"strings"
	"testing"
)

// show prints facts the way the tables below write them.
func show(list []fact) string {
	var out []string
	for _, f := range list {
		switch f.kind {
		case quantity:
			out = append(out, strings.TrimSpace(fmt.Sprintf("%g %s", f.value, f.unit)))
		case dated:
			out = append(out, fmt.Sprintf("%d-%d-%d", f.day.year, f.day.month, f.day.day))
		case clocked:
			out = append(out, fmt.Sprintf("%02d:%02d", int(f.value)/60, int(f.value)%60))
		case coded:
			out = append(out, "`"+f.code+"`")
		}
	}
	return strings.Join(out, ", ")
}

func TestFacts(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"Refunds take 5 days.", "432000 second"},
		{"Refunds take five days.", "432000 second"},
		{"退款需要五天。", "432000 second"},
		{"退款需要 5 天。", "432000 second"},
		{"退款需要三个工作日。", "3 workday"},
		{"退款需要 3–5 个工作日。", "3 workday, 5 workday"},
		{"in 3 to 5 working days", "3 workday, 5 workday"},
		{"in 3-5 business days", "3 workday, 5 workday"},
		{"a 5-day trial", "432000 second"},
		{"twenty-five pages", "25 page"},
		{"one hundred and twenty pages", "120 page"},
		{"1,000 users", "1000"},
		{"1 000 users", "1000"},
		{"1000 users", "1000"},
		{"5 %", "5 percent"},
		{"5%", "5 percent"},
		{"5 per cent", "5 percent"},
		{"百分之五", "5 percent"},
		{"百分之二十五", "25 percent"},
		{"€4.90", "4.9 eur"},
		{"4.90 €", "4.9 eur"},
		{"4.90 euros", "4.9 eur"},
		{"EUR 4.90", "4.9 eur"},
		{"4.90 欧元", "4.9 eur"},
		{"¥12", "12 cny"},
		{"12元", "12 cny"},
		{"3万元", "30000 cny"},
		{"十五元", "15 cny"},
		{"1.5 million dollars", "1.5e+06 usd"},
		{"一年半", "18 month"},
		{"2 weeks", "1.2096e+06 second"},
		{"两周", "1.2096e+06 second"},
		{"14 天", "1.2096e+06 second"},
		{"on 1 March 2026", "2026-3-1"},
		{"on March 1, 2026", "2026-3-1"},
		{"on Mar 1st", "0-3-1"},
		{"2026-03-01", "2026-3-1"},
		{"2026/3/1", "2026-3-1"},
		{"01.03.2026", "2026-3-1"},
		{"2026年3月1日", "2026-3-1"},
		{"2026 年 3 月 1 日", "2026-3-1"},
		{"3月1日", "0-3-1"},
		{"三月一日", "0-3-1"},
		{"2026年3月", "2026-3-0"},
		{"in March 2026", "2026-3-0"},
		{"you may 5 times", "5 times"},
		{"from 9:00 to 17:30", "09:00, 17:30"},
		{"from 9 am to 5 pm", "09:00, 17:00"},
		{"上午9点到下午5点半", "09:00, 17:30"},
		{"before 10:30", "10:30"},
		{"at 5 p.m. sharp", "17:00"},
		{"第三步", "3 step"},
		{"版本 2.3.1", "`2.3.1`"},
		{"version v2.3.1.", "`v2.3.1`"},
		{"error P-502 and ERR-1042", "`p-502`, `err-1042`"},
		{"see https://example.com/a?b=c.", "`https://example.com/a?b=c`"},
		{"open nginx.conf in /etc/nginx", "`nginx.conf`, `/etc/nginx`"},
		{"set maxRetryCount to 3", "`maxretrycount`, 3"},
		{"pass --dry-run", "`--dry-run`"},
		{"write to help@shop.example", "`help@shop.example`"},
		{"call 0808 157 0123", "808, 157, 123"},
		{"10GB of space", "10 gigabyte"},
		{"this one is better", ""},
		{"这一般不需要", ""},
		{"e.g. the first and/or last", ""},
		{"the U.S. market", ""},
		{"三星手机", ""},
	} {
		if got := show(facts(test.text)); got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.text, got, test.want)
		}
	}
}
