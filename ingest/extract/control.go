package extract

import (
	"strings"

	"footnote/retrieval"
)

// isControl says whether an entry is the label of something to click that is
// not part of the text. Words that may also name a thing that the page speaks
// of ("Email", "Print") count only as links.
func isControl(e entry) bool {
	if len(e.text) > maxLabel && !(e.link && shouts(e.text)) {
		return false
	}
	text := strings.ToLower(strings.Trim(strings.TrimPrefix(e.text, "- "), " .…:：»›→<>|!"))
	switch e.kind {
	case retrieval.Paragraph, retrieval.Item, retrieval.Note:
		return isCount(text) || isShareBar(text) && (e.link || e.kind != retrieval.Item) || e.link && shouts(e.text) || isLabel(text) || e.link && (isLinkLabel(text) || strings.HasPrefix(text, "share this ") || strings.HasPrefix(text, "分享到"))
	case retrieval.Heading:
		return e.level > 1 && isLabel(text)
	}
	return false
}

// isShareBar says whether a line is nothing but the names of places to share a
// page on, at least two.
func isShareBar(s string) bool {
	fields := strings.Fields(s)
	for _, w := range fields {
		switch strings.Trim(w, "+,|/") {
		case "facebook", "twitter", "email", "e-mail", "linkedin", "reddit", "pinterest", "whatsapp", "google", "telegram", "flipboard", "tumblr", "messenger", "pocket", "buffer",
			"share", "tweet", "pin", "print", "submit", "copy", "link", "this", "article", "with", "friends", "it", "微信", "微博", "qq", "qq空间", "分享", "朋友圈", "":
		default:
			return false
		}
	}
	return len(fields) > 1 && foldedHas(s, "facebook", "twitter", "tweet", "share", "pinterest", "微信", "微博", "分享")
}

// isCount says whether a label counts what readers did with the page, or the
// pictures of a gallery: "858 shares", "0 comments", "image 2 of 5".
func isCount(s string) bool {
	rest := strings.TrimLeft(s, "0123456789")
	switch strings.TrimSpace(rest) {
	case "share", "shares", "comment", "comments", "views", "条评论", "人点赞", "次浏览":
		return len(rest) < len(s)
	}
	rest, ok := strings.CutPrefix(s, "image ")
	return ok && strings.Trim(rest, "0123456789 of") == ""
}

// shouts says whether a text of several words is all in capitals.
func shouts(s string) bool {
	return strings.Count(s, " ") >= 3 && strings.ToUpper(s) == s && strings.ToLower(s) != s && !strings.ContainsFunc(s, isWide)
}

// maxLabel is the length in bytes of the longest label.
const maxLabel = 50

func isLabel(s string) bool {
	switch s {
	case "advertisement", "advert", "read more", "don't miss", "sharing is caring", "share this", "share this article", "share this page", "share on facebook", "share on twitter", "share this on whatsapp",
		"print this page", "copy link", "copied", "link copied", "back to top", "back to gallery", "continue reading below", "skip to content", "skip to main content",
		"edit this page", "edit this page on github", "on this page", "in this article", "table of contents", "was this page helpful", "leave a comment",
		"view comments", "join the conversation", "tell us what you think", "must watch", "like this", "like loading", "share this:", "supported by", "just watched", "view author archive", "get author rss feed", "email the author", "follow on twitter", "follow us on twitter", "post comment", "add comment", "sponsored links",
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
		"read more", "loading", "loading content", "text size", "order reprints", "print article", "post comment (+)", "tags", "post a comment", "leave a reply", "to read the full story", "close", "menu", "comments", "sign up", "log in", "log out", "login", "sign in", "subscribe", "next", "previous", "view all", "see all",
		"show more", "replay", "flipboard", "pin it", "follow us", "打印", "复制", "收藏", "点赞", "上一页", "下一页", "查看更多", "关闭":
		return true
	}
	return false
}
