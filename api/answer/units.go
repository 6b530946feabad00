package answer

import "sync"

// unit is what a number counts: factor of a base. Units of one base can be
// compared ("2 weeks" and "14 days"); those whose relation is a matter of
// convention have a base of their own: a month is not 30 days, a working day
// is not a day.
type unit struct {
	base   string
	factor float64
}

// englishUnits in the singular and their abbreviations; a plural s is dropped
// before looking up.
const englishUnits = `second:1:second sec:1:second minute:60:second min:60:second hour:3600:second hr:3600:second h:3600:second
night:86400:second day:86400:second week:604800:second fortnight:1209600:second
workday:1:workday month:1:month quarter:3:month year:12:month yr:12:month
percent:1:percent pct:1:percent
euro:1:eur eur:1:eur dollar:1:usd usd:1:usd pound:1:gbp gbp:1:gbp pence:.01:gbp penny:.01:gbp quid:1:gbp cent:1:cent
yuan:1:cny rmb:1:cny cny:1:cny renminbi:1:cny yen:1:jpy jpy:1:jpy hkd:1:hkd twd:1:twd chf:1:chf franc:1:chf krw:1:krw won:1:krw rupee:1:inr inr:1:inr
byte:1:byte kb:1:kilobyte mb:1:megabyte gb:1:gigabyte tb:1:terabyte kib:1:kibibyte mib:1:mebibyte gib:1:gibibyte
kilobyte:1:kilobyte megabyte:1:megabyte gigabyte:1:gigabyte terabyte:1:terabyte mbps:1:mbps kbps:1:kbps gbps:1:gbps
mm:.001:metre cm:.01:metre m:1:metre metre:1:metre meter:1:metre km:1000:metre kilometre:1000:metre kilometer:1000:metre
centimetre:.01:metre centimeter:.01:metre millimetre:.001:metre millimeter:.001:metre inch:1:inch inches:1:inch foot:12:inch feet:12:inch ft:12:inch mile:1:mile
mg:.001:gram g:1:gram gram:1:gram kg:1000:gram kilo:1000:gram kilogram:1000:gram tonne:1000000:gram ton:1000000:gram lb:1:lb lbs:1:lb ounce:1:ounce oz:1:ounce
ml:.001:litre cl:.01:litre l:1:litre litre:1:litre liter:1:litre
ms:.001:second millisecond:.001:second px:1:pixel pixel:1:pixel
kw:1:kilowatt kwh:1:kilowatthour w:1:watt watt:1:watt v:1:volt volt:1:volt hz:1:hertz mhz:1000000:hertz ghz:1000000000:hertz
time:1:times page:1:page character:1:character digit:1:digit word:1:word people:1:person person:1:person point:1:point star:1:star step:1:step`

// chineseUnits; the longest that fits is taken.
const chineseUnits = `秒:1:second 秒钟:1:second 分钟:60:second 小时:3600:second 个小时:3600:second 钟头:3600:second 个钟头:3600:second
晚:86400:second 天:86400:second 日:86400:second 自然日:86400:second 个自然日:86400:second 周:604800:second 个星期:604800:second 星期:604800:second 礼拜:604800:second 个礼拜:604800:second
工作日:1:workday 个工作日:1:workday 营业日:1:workday 个营业日:1:workday 工作天:1:workday 个工作天:1:workday
个月:1:month 月:1:month 个季度:3:month 季度:3:month 年:12:month 周年:12:month 岁:12:month 周岁:12:month
个百分点:1:percent 元:1:cny 角:.1:cny 毛钱:.1:cny 块:1:cny 块钱:1:cny 元人民币:1:cny 美元:1:usd 美金:1:usd 欧元:1:eur 英镑:1:gbp 镑:1:gbp 日元:1:jpy 港元:1:hkd 港币:1:hkd 新台币:1:twd 台币:1:twd 韩元:1:krw 瑞士法郎:1:chf 卢比:1:inr 便士:.01:gbp
兆字节:1:megabyte 字节:1:byte 毫米:.001:metre 厘米:.01:metre 公分:.01:metre 米:1:metre 公尺:1:metre 千米:1000:metre 公里:1000:metre 英里:1:mile 英寸:1:inch 英尺:12:inch
毫克:.001:gram 克:1:gram 公克:1:gram 千克:1000:gram 公斤:1000:gram 斤:500:gram 吨:1000000:gram 毫升:.001:litre 升:1:litre
毫秒:.001:second 像素:1:pixel 千瓦:1:kilowatt 千瓦时:1:kilowatthour 瓦:1:watt 伏:1:volt
次:1:times 遍:1:times 回:1:times 倍:1:fold 页:1:page 个字符:1:character 字符:1:character 位数字:1:digit 位数:1:digit 字:1:word 个字:1:word 人:1:person 名:1:person 位:1:person 个人:1:person 分:1:point 步:1:step`

// currencySigns stand before the number or after it.
const currencySigns = `€:1:eur $:1:usd £:1:gbp ¥:1:cny %:1:percent ‰:.1:percent ℃:1:celsius`

// measureWords of Chinese stand between a number and what it counts and say
// little by themselves.
const measureWords = `个 件 张 条 只 份 封 本 笔 台 部 项 种 类 家 间 座 幅 艘 辆 节 场 层 级 档 颗 枚 瓶 盒 包 箱 套 双 组 批 片 针 剂 支 根 段 处 门 道`

// units by their spelling, made of the lists above once.
var units = sync.OnceValue(func() map[string]unit {
	table := map[string]unit{}
	for _, list := range []string{englishUnits, chineseUnits, currencySigns} {
		readUnits(table, list)
	}
	return table
})

var measures = sync.OnceValue(func() map[string]bool { return wordSet(measureWords) })

// longestUnit is the length of the longest Chinese unit, in characters.
const longestUnit = 4
