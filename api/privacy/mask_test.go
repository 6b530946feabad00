package privacy

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestMask(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"Write to ann.smith+x@mail.example.org, please.", "Write to [email], please."},
		{"我的邮箱是ann@example.org，谢谢", "我的邮箱是[email]，谢谢"},
		{"My card 4111 1111 1111 1111 was charged twice", "My card [card] was charged twice"},
		{"card 4111-1111-1111-1111", "card [card]"},
		{"3714 496353 98431 is my Amex", "[card] is my Amex"},
		{"my card number is 4111111111111112", "my card number is [card]"},
		{"银行卡号6222021234567890128被锁了", "银行卡号[card]被锁了"},
		{"Order 4111111111111112 is late", "Order 4111111111111112 is late"},
		{"My IBAN is GB29 NWBK 6016 1331 9268 19 and it is wrong", "My IBAN is [account] and it is wrong"},
		{"iban de89370400440532013000", "iban [account]"},
		{"GB29 NWBK 6016 1331 9268 18", "GB29 NWBK 6016 1331 9268 18"},
		{"身份证 11010519491231002X 无法验证", "身份证 [identity] 无法验证"},
		{"单号 110105194912310021", "单号 110105194912310021"},
		{"SSN 078-05-1120", "SSN [identity]"},
		{"my passport number is X1234567", "my passport number is [identity]"},
		{"call me at +44 20 7946 0958 today", "call me at [phone] today"},
		{"(555) 123-4567 does not work", "[phone] does not work"},
		{"Tel. 0490 75 40 81", "Tel. [phone]"},
		{"请打13812345678找我", "请打[phone]找我"},
		{"电话 010-62345678 打不通", "电话 [phone] 打不通"},
		{"my phone is 467 3395", "my phone is [phone]"},
		{"Blocked from 41.173.96.26", "Blocked from [ip]"},
		{"Connect to 127.0.0.1:8080 or 10.0.0.5 or 192.0.2.1", "Connect to 127.0.0.1:8080 or 10.0.0.5 or 192.0.2.1"},
		{"Since version 12.4.100.7 it fails", "Since version 12.4.100.7 it fails"},
		{"my password is hunter2", "my password is [password]"},
		{"My password is Tr0ub4dor&3. Why?", "My password is [password]. Why?"},
		{"my password is dragon.", "my password is [password]."},
		{"password: s3cret!", "password: [password]!"},
		{"我的密码是abc12345，怎么改？", "我的密码是[password]，怎么改？"},
		{"验证码：482913", "验证码：[password]"},
		{"My PIN is 4821", "My PIN is [password]"},
		{"My password is wrong. What now?", "My password is wrong. What now?"},
		{"my password is not accepted", "my password is not accepted"},
		{"Is the password case-sensitive?", "Is the password case-sensitive?"},
		{"密码是什么格式？", "密码是什么格式？"},
		{"The key sk-proj-a1B2c3D4e5F6g7H8i9J0 leaked", "The key [key] leaked"},
		{"ghp_16C7e42F292c6912E7710c838347Ae178B4a", "[key]"},
		{"AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE"},
		{"AKIA1OS2OD3N7E4AM5LE", "[key]"},
		{"Authorization: Bearer a1b2c3d4e5f6g7h8i9", "Authorization: [key]"},
		{"postgres://app:s3cret@db:5432/x", "postgres://app:[key]@db:5432/x"},
		{"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P", "[key]"},
		{"-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----", "[key]"},
		{"How long do refunds take?", "How long do refunds take?"},
		{"On 2026-03-01 I paid 1,000.00 EUR, invoice 2026-000123.", "On 2026-03-01 I paid 1,000.00 EUR, invoice 2026-000123."},
		{"It was 01.03.2026 at 10:30", "It was 01.03.2026 at 10:30"},
		{"1 000 000 users and 20.000.000 more", "1 000 000 users and 20.000.000 more"},
		{"Order number 4000123", "Order number 4000123"},
		{"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT_CONFIGURATION", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT_CONFIGURATION"},
		{"退款要 5 个工作日吗？", "退款要 5 个工作日吗？"},
		{"[email] and [card]", "[email] and [card]"},
		{"", ""},
	} {
		if got := Mask(test.text); got != test.want {
			t.Errorf("%q\n got %q\nwant %q", test.text, got, test.want)
		}
	}
}

func TestChecksums(t *testing.T) {
	for digits, want := range map[string]bool{"4111111111111111": true, "4111111111111112": false, "0000000000000000": false, "79927398713": true} {
		if luhn(digits) != want {
			t.Errorf("luhn(%s) is not %v", digits, want)
		}
	}
	for s, want := range map[string]bool{"11010519491231002X": true, "110105194912310021": false, "11010519491331002X": false} {
		if validChineseID(s) != want {
			t.Errorf("validChineseID(%s) is not %v", s, want)
		}
	}
}

func FuzzMask(f *testing.F) {
	for _, s := range []string{"a@b.c", "my password is \xff\xfe1", "4111 1111 1111 1111", "+++((((1234567", "身份证11010519491231002X", strings.Repeat("1 ", 100), "::::::::1", "密码是" + strings.Repeat("x", 300)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		for _, found := range Find(s) {
			if found.Start < last || found.End <= found.Start || found.End > len(s) {
				t.Fatalf("%q: %+v", s, found)
			}
			last = found.End
		}
		masked := Mask(s)
		if utf8.ValidString(s) && !utf8.ValidString(masked) {
			t.Errorf("%q became %q", s, masked)
		}
	})
}
