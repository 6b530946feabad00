package answer

import (
	"slices"
	"strings"
	"testing"
)

func TestSeparate(t *testing.T) {
	for question, parts := range map[string][]string{
		"How much is delivery to Austria and how do I cancel my order?": {"How much is delivery to Austria", "how do I cancel my order?"},
		"How do I cancel my order? Who owns your company?":              {"How do I cancel my order?", "Who owns your company?"},
		"How do I cancel my order, and who owns your company?":          {"How do I cancel my order", "who owns your company?"},
		"床垫的保修期多长，怎么取消订单？":                                              {"床垫的保修期多长", "怎么取消订单？"},
		"怎么取消订单？另外，奥地利的运费多少钱？":                                          {"怎么取消订单？", "奥地利的运费多少钱？"},
		"Hello, how do I cancel my order and who owns your company?":    {"Hello, how do I cancel my order", "who owns your company?"},
		"How do I cancel my order? Also, who owns your company?":        {"How do I cancel my order?", "who owns your company?"},
		"您好，怎么取消订单，另外奥地利的运费多少钱？":                                        {"您好，怎么取消订单", "奥地利的运费多少钱？"},
		"Hello! Can you help me? How do I cancel my order?":             {"How do I cancel my order?"},
		"可以帮我吗？怎么取消订单？":                                                 {"怎么取消订单？"},
	} {
		if got := Separate(question); !slices.Equal(got, parts) {
			t.Errorf("%s\nasks %q", question, got)
		}
	}
	for _, one := range []string{
		"What does standard shipping to France cost and from what amount is it free?",
		"Do you sell foreign banknotes and at what rate?",
		"Is there a phone line in Chinese, and when is it open?",
		"What happens if I am late for the call, does the doctor hang on?",
		"Where is my parcel and how much money is in my account?",
		"How long is the guarantee?", "", "?",
		"快递送到丹麦的自提点多少钱，多久到？", "柜子少了几颗螺丝，补寄要钱吗，多久？", "平安夜北门开吗？几点到几点",
		"你们有助学贷款吗，它的利率多少？", "骨科要转诊单吗？一般等几周", "Do I need a referral for orthopaedics and how long is the wait?",
	} {
		if got := Separate(one); len(got) != 1 || got[0] != one {
			t.Errorf("%s\nasks %q", one, got)
		}
	}
	many := strings.Repeat("How do I cancel my order? ", 9)
	if got := Separate(many); len(got) > mostParts {
		t.Errorf("%d parts", len(got))
	}
}
