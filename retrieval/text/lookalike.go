package text

import (
	"strings"
	"sync"
)

// lookAlikes are characters that are taken for each other by eye, as far as they
// are not read alike: by those who write on a screen, and by those who choose among what
// an input method by shapes offers.
const lookAlikes = `己已巳 未末朱 土士 人入八 大太犬 日曰目 千干于 天夭夫 贷货 候侯 拨拔 折拆析 戊戌戍 竟竞 设没 输愉偷 徒徙
陆录 帐账胀 获荻 密蜜 注住往 退腿褪 末未 午牛 元无 冒昌 令今 洒酒 免兔 鸟乌 处外 代伐 住往 活话 科料 买卖 情清请
晴睛 网冈 因困囚 问间闷 贫贪 师帅 历厉 治冶 准淮 券卷 载栽裁 拒距 检捡验险 摸模 复夏 效校 续读 绩积 签笺 阻祖 租祖组 待侍
借惜 保堡 坏环怀 抵低底 标际 挂桂 核该 烦顿 颁颂 额颜 赔陪培 遣遗 渴喝竭 帖贴 跟根 维难 结给 线钱 损捐 圆园 拦栏`

// alikes are the groups of lookAlikes by character, once; never changed.
var alikes = sync.OnceValue(func() map[rune][]rune {
	m := map[rune][]rune{}
	for _, group := range strings.Fields(lookAlikes) {
		for _, r := range group {
			m[r] = append(m[r], []rune(group)...)
		}
	}
	return m
})

// mixed are the readings that are taken for each other by those who do not tell
// these sounds apart: the first part of a reading, and the last.
var mixed = [...]struct{ first, last [2]string }{
	{first: [2]string{"zh", "z"}}, {first: [2]string{"ch", "c"}}, {first: [2]string{"sh", "s"}}, {first: [2]string{"n", "l"}},
	{last: [2]string{"ang", "an"}}, {last: [2]string{"eng", "en"}}, {last: [2]string{"ing", "in"}},
}
