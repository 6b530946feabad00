package extract

import (
	"strings"

	"footnote/retrieval"
)

// isControl says whether an entry is the label of something to click that is
// not part of the text. Words that may also name a thing that the page speaks
// of ("Email", "Print") count only as links.
func isControl(e entry) bool {
	if len(e.text) > maxLabel {
		return false
	}
	text := strings.ToLower(strings.Trim(strings.TrimPrefix(e.text, "- "), " .…:：»›→<>|!"))
	switch e.kind {
	case retrieval.Paragraph, retrieval.Item:
		return isLabel(text) || e.link && (isLinkLabel(text) || strings.HasPrefix(text, "share this ") || strings.HasPrefix(text, "分享到"))
	case retrieval.Heading:
		return e.level > 1 && isLabel(text)
	}
	return false
}

// maxLabel is the length in bytes of the longest label.
const maxLabel = 50

func isLabel(s string) bool {
	switch s {
	case "advertisement", "advert", "share this", "share this article", "share this page", "share on facebook", "share on twitter", "share this on whatsapp",
		"print this page", "copy link", "copied", "link copied", "back to top", "back to gallery", "continue reading below", "skip to content", "skip to main content",
		"edit this page", "edit this page on github", "on this page", "in this article", "table of contents", "was this page helpful", "leave a comment",
		"view comments", "join the conversation", "tell us what you think", "must watch", "just watched", "view author archive", "get author rss feed", "email the author", "follow on twitter", "follow us on twitter", "post comment", "add comment", "sponsored links",
		"subscribe sign in", "click to subscribe", "like this story? share it with a friend", "watch more", "view gallery", "show caption", "hide caption", "add to favorites", "full screen",
		"スポンサードリンク", "赞助商链接", "发表评论", "写评论", "查看评论", "关注我们", "more videos", "get short url", "report error",
		"广告", "分享", "返回顶部", "复制链接", "已复制", "本页内容", "目录", "编辑此页", "编辑本页", "加载中":
		return true
	}
	return false
}

func isLinkLabel(s string) bool {
	switch s {
	case "ad", "share", "tweet", "print", "email", "e-mail", "facebook", "twitter", "whatsapp", "linkedin", "pinterest", "reddit", "copy", "top", "continue reading",
		"read more", "loading", "close", "menu", "comments", "sign up", "log in", "log out", "login", "sign in", "subscribe", "next", "previous", "view all", "see all",
		"show more", "replay", "flipboard", "pin it", "follow us", "打印", "复制", "收藏", "点赞", "上一页", "下一页", "查看更多", "关闭":
		return true
	}
	return false
}
