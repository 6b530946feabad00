package extract

import (
	"fmt"
	"strings"
)

func zendesk() *style {
	return &style{
		name: "zendesk", noLanguage: true,
		note: func(_ *style, kind, title, body string) string {
			return `<div class="callout callout--` + kind + `"><h4 class="callout__title">` + title + `</h4>` + body + `</div>`
		},
		code: func(_ *style, _, text string) string { return `<pre>` + text + `</pre>` },
		tabs: func(_ *style, labels, bodies []string) string {
			return `<div class="tabs"><ul class="tabs-menu">` + every(`<li class="tabs-link">%s</li>`, labels) + `</ul>` + every(`<div class="tab is-hidden">%s</div>`, bodies) + `</div>`
		},
		fold: func(_ *style, question, body string) string {
			return `<div class="accordion"><div class="accordion__item"><div class="accordion__item-title">` + question + `</div><div class="accordion__item-content">` + body + `</div></div></div>`
		},
		ref:    func(*style) string { return "" },
		foot:   func(_ *style, text string) string { return "<p>" + text + "</p>" },
		figure: `<figure class="wysiwyg-image">%s<figcaption>%s</figcaption></figure>`,
		table:  tabled(`<figure class="wysiwyg-table"><table>`),
		page: func(s *style, a []part) string {
			return s.head(a, "Vault Help Center") + `<body><a class="skip-navigation" tabindex="1" href="#main-content">` + s.l("Skip to main content", "跳到主内容") + `</a><header class="header"><div class="logo"><a href="/hc">Vault Help Center</a></div><div class="nav-wrapper-desktop"><nav class="user-nav"><ul class="user-nav-list"><li><a href="/new">` + s.l("Submit a request", "提交请求") + `</a></li></ul></nav></div></header><main role="main"><div class="container-divider"></div><div class="container"><div class="sub-nav"><nav aria-label="Current location"><ol class="breadcrumbs"><li title="Help"><a href="/hc">Vault Help Center</a></li><li><a href="/c">` + s.l("Orders", "订单") + `</a></li></ol></nav><div class="search-container"><form role="search" class="search"><input type="search" placeholder="Search"></form></div></div><div class="article-container" id="article-container"><aside class="article-sidebar" aria-labelledby="section-articles-title"><div class="collapsible-sidebar"><h2 class="collapsible-sidebar-title sidenav-title" id="section-articles-title">` + s.l("Articles in this section", "本组别内的文章") + `</h2><div class="collapsible-sidebar-body"><ul>` + s.others(8, `<li>%s</li>`) + `</ul></div></div></aside><article id="main-content" class="article"><header class="article-header"><h1 title="t" class="article-title">` + title(a) + `</h1><div class="article-author"><div class="avatar article-avatar"><img src="/a.png" alt="" class="user-avatar"/></div><div class="article-meta"><a href="/p/1">Ines Okafor</a><div class="meta-group"><time datetime="2026-03-01T09:10:00Z" title="2026-03-01T09:10:00Z" data-datetime="relative">2026-03-01 09:10</time><span class="meta-data">` + s.l("Updated", "已更新") + `</span></div></div></div><div class="article-subscribe"><button>` + s.l("Follow", "关注") + `</button></div></header><section class="article-info"><div class="article-content"><div class="article-body">` + strings.ReplaceAll(s.set(a[1:]), "</tbody></table>", "</tbody></table></figure>") + `</div><div class="article-attachments"><ul class="attachments"><li class="attachment-item"><a href="/f.pdf">price-list.pdf</a><div class="attachment-meta meta-group"><span class="attachment-meta-item meta-data">200 KB</span></div></li></ul></div></div></section><footer><div class="article-footer"><div class="article-share"><ul class="share"><li><a href="https://facebook.example" class="share-facebook" aria-label="Facebook"></a></li></ul></div><a href="#article-comments" class="article-comment-count"><svg></svg>2</a></div><div class="article-votes"><span class="article-votes-question" id="article-votes-label">` + s.l("Was this article helpful?", "这篇文章有帮助吗？") + `</span><div class="article-votes-controls" role="group"><button type="button">` + s.l("Yes", "是") + `</button></div><small class="article-votes-count"><span class="article-vote-label">` + s.l("12 out of 15 found this helpful", "15 人中有 12 人觉得有帮助") + `</span></small></div><div class="article-more-questions">` + s.l(`Have more questions? <a href="/new">Submit a request</a>`, `还有其它问题？<a href="/new">提交请求</a>`) + `</div><div class="article-return-to-top"><a href="#article-container">` + s.l("Return to top", "返回顶部") + `</a></div></footer><div class="article-relatives"><div><section class="recent-articles"><h2 class="recent-articles-title">` + s.l("Recently viewed articles", "最近浏览的文章") + `</h2><ul>` + s.others(2, `<li>%s</li>`) + `</ul></section></div><div><section class="related-articles"><h2 class="related-articles-title">` + s.l("Related articles", "相关文章") + `</h2><ul>` + s.others(5, `<li>%s</li>`) + `</ul></section></div></div><div class="article-comments" id="article-comments"><section class="comments"><h2 class="comments-heading">` + s.l("Comments", "评论") + `</h2><p class="comments-callout">` + s.l("2 comments", "2 条评论") + `</p><ul id="comments" class="comment-list"><li id="community_comment_1" class="comment"><div class="comment-wrapper"><div class="comment-info"><div class="comment-author"><a href="/p/2">Tomas</a></div><section class="comment-body"><p>` + s.l("This did not work for me on Monday, but it works today. Thanks for the article!", "周一的时候没有成功，今天可以了，感谢这篇文章！") + `</p></section></div></div></li></ul><p class="comments-callout">` + s.l(`Please <a href="/signin">sign in</a> to leave a comment.`, `请先<a href="/signin">登录</a>再写评论。`) + `</p></section></div></article></div></div></main><footer class="footer"><div class="footer-inner"><a href="/hc">Vault</a><div class="footer-language-selector"><button>English (US)</button></div></div></footer></body></html>`
		},
	}
}

func intercom() *style {
	const p = `<div class="intercom-interblocks-paragraph no-margin intercom-interblocks-align-left"><p>%s</p></div>` + "\n"
	return &style{
		name: "intercom", noLanguage: true, noHeads: true, noCaption: true, p: p,
		cell: `<div class="intercom-interblocks-table-cell">` + strings.TrimSpace(p) + `</div>`,
		heading: func(_ *style, level int, id, text string) string {
			return fmt.Sprintf(`<div class="intercom-interblocks-heading intercom-interblocks-align-left"><h%d id="h_%s">%s</h%d></div>`, level, id, text, level)
		},
		note: func(_ *style, _, title, body string) string {
			return `<div class="intercom-interblocks-callout" style="background-color:#e3e7fa80;border-color:#334bfa33">` + fmt.Sprintf(p, "<b>"+title+"</b>") + body + `</div>`
		},
		code: func(_ *style, _, text string) string {
			return `<div class="intercom-interblocks-code"><pre><code>` + text + `</code></pre></div>`
		},
		tabs: func(s *style, labels, bodies []string) string { // it has none: what is folded stands for them
			return pairs(`<div class="intercom-interblocks-collapsible"><details><summary>%s</summary>%s</details></div>`, labels, bodies)
		},
		fold: func(s *style, question, body string) string {
			id := s.number()
			return `<section class="intercom-interblocks-collapsible"><div class="collapsible__header" role="button" tabindex="0" aria-expanded="false" aria-controls="c-` + id + `"><span>` + question + `</span></div><div class="collapsible__content" id="c-` + id + `" hidden="">` + body + `</div></section>`
		},
		list: func(_ *style, tag string, entries []string) string {
			return `<div class="intercom-interblocks-` + tag + `-nested-list">` + listed("")(nil, tag, entries) + `</div>`
		},
		terms: func(_ *style, terms, bodies []string) string {
			return "<dl>" + pairs("<dt>%s</dt><dd>%s</dd>", terms, bodies) + "</dl>"
		},
		ref:   func(*style) string { return "" },
		foot:  func(_ *style, text string) string { return fmt.Sprintf(p, text) },
		table: tabled(`<div class="intercom-interblocks-table-container"><table role="presentation">`),
		page: func(s *style, a []part) string {
			return s.head(a, "Vault Help") + `<body><div id="__next"><header data-testid="header" class="jsx-e8 flex"><div class="jsx-e8 header"><a href="/">Vault Help</a><form action="/search" autocomplete="off"><input placeholder="Search for articles..."></form></div></header><div class="z-1 flex shrink-0 grow basis-auto justify-center px-5 sm:px-10"><section data-testid="main-content" id="main-content" class="max-w-full w-240"><section data-testid="article-section" class="section section__article"><div class="flex-row-reverse justify-between flex"><div class="jsx-39 w-61 sticky top-8"><div class="jsx-47 table-of-contents"><span>` + s.l("Table of contents", "目录") + `</span>` + outline(a, `<div>%s</div>`) + `</div></div><div class="relative z-3 w-full lg:max-w-160"><div class="flex pb-6"><div class="flex flex-wrap items-baseline pb-4 text-base breadcrumb"><a href="/">` + s.l("All Collections", "所有合集") + `</a></div></div><div><div class="article intercom-force-break"><div class="mb-10 max-lg:mb-6"><div class="flex flex-col gap-4"><div class="flex flex-col"><h1 class="mb-1 font-primary text-2xl font-bold">` + title(a) + `</h1></div><div class="avatar"><div class="avatar__photo"></div><div class="avatar__info"><div class="mt-0.5">` + s.l(`Written by <span class="c__darker">Mia</span>`, `撰写者：<span class="c__darker">Mia</span>`) + `</div><div>` + s.l("Updated over a week ago", "一周前更新") + `</div></div></div></div></div><div class="jsx-bfed article_body"><article class="jsx-bfed">` + s.set(a[1:]) + `</article></div></div></div><div><div class="jsx-54 related_articles my-6"><hr class="my-6"/><div class="mb-3 text-xl font-bold">` + s.l("Related Articles", "相关文章") + `</div><section class="flex flex-col rounded-card border border-solid">` + s.others(5, `<div class="related-row">%s</div>`) + `</section></div></div><div class="intercom-reaction-picker -mb-4 -ml-4" role="group" aria-label="feedback form"><div class="intercom-reaction-prompt">` + s.l("Did this answer your question?", "这解答了您的问题吗？") + `</div><div class="intercom-reactions-container"><button class="intercom-reaction" aria-label="Disappointed Reaction">😞</button></div></div></div></div></section></section></div><footer id="footer" class="mt-24 shrink-0"><div class="footer__powered">We run on Intercom</div></footer></div></body></html>`
		},
	}
}

func freshdesk() *style {
	return &style{
		name: "freshdesk", titleApart: true,
		heading: func(_ *style, level int, id, text string) string {
			return fmt.Sprintf(`<h%d id="%s" style="font-family: sans-serif;"><span style="font-size: 20px;">%s</span></h%d>`, level+1, id, text, level+1)
		},
		note: func(_ *style, kind, title, body string) string {
			return `<blockquote class="fd-callout fd-callout--` + kind + `"><p><strong>` + title + `</strong></p>` + body + `</blockquote>`
		},
		code: func(_ *style, language, text string) string {
			return `<pre class="fd-codeblock" data-language="` + language + `" rel="highlighter">` + text + `</pre>`
		},
		tabs: func(_ *style, labels, bodies []string) string {
			return `<ul class="nav nav-tabs">` + every(`<li><a href="#tab#N" data-toggle="tab">%s</a></li>`, labels) + `</ul><div class="tab-content">` + every(`<div class="tab-pane" id="tab#N">%s</div>`, bodies) + `</div>`
		},
		fold: func(s *style, question, body string) string {
			id := "collapse" + s.number()
			return `<div class="panel panel-default"><div class="panel-heading"><p class="panel-title"><a data-toggle="collapse" href="#` + id + `" class="collapsed">` + question + `</a></p></div><div id="` + id + `" class="panel-collapse collapse"><div class="panel-body">` + body + `</div></div></div>`
		},
		ref:   func(*style) string { return "" },
		foot:  func(_ *style, text string) string { return "<p>" + text + "</p>" },
		table: tabled(`<table style="width: 100%;" class="fd-table">`),
		page: func(s *style, a []part) string {
			return s.head(a, "Vault") + `<body class="portal-page-layout"><header class="banner"><div class="banner-wrapper page"><div class="banner-title"><h1 class="ellipsis heading"><a href="/support/home">Vault Support</a></h1></div><nav class="banner-nav">` + s.l("Welcome", "欢迎") + ` <a href="/login">` + s.l("Login", "登录") + `</a></nav></div></header><nav class="page-tabs"><div class="page no-padding"><a data-toggle-dom="#header-tabs" href="#">` + s.l("Solutions", "解决方案") + `</a></div></nav><section class="help-center-sc rounded-6"><div class="page search-section"><h3 class="heading">` + s.l("How can we help you today?", "我们能帮您什么？") + `</h3><form class="hc-search-form"><input></form></div></section><div class="page"><div class="main-page"><section class="main content rounded-6 min-height-on-desktop fc-article-show" id="article-show-1"><div class="breadcrumb"><a href="/s">` + s.l("Solution home", "解决方案首页") + `</a> <a href="/s/1">` + s.l("Orders", "订单") + `</a></div><h2 class="heading">` + title(a) + `<a href="javascript:print();" class="solution-print--icon print--remove" title="Print this Article"><span class="icon-print"></span><span class="text-print">` + s.l("Print", "打印") + `</span></a></h2><p>` + s.l("Modified on: Sun, 1 Mar, 2026 at 9:12 AM", "修改于：2026年3月1日 9:12") + `</p><hr/><article class="article-body" id="article-body" rel="image-enlarge">` + s.set(a[1:]) + `</article><hr/><p class="article-vote" id="voting-container">` + s.l("Did you find it helpful?", "您觉得有帮助吗？") + `<span class="vote-up-container"><span class="vote-up"><a href="#">` + s.l("Yes", "是") + `</a></span></span><span class="vote-down-container"><span class="vote-down"><a href="#">` + s.l("No", "否") + `</a></span></span></p><section class="article-vote-form" id="vote-feedback-form" style="display:none"><p>` + s.l("Send feedback", "发送反馈") + `</p></section></section><section class="sidebar content rounded-6 fc-related-articles"><div id="related_articles"><div class="cs-g-c"><section class="article-list"><h3 class="list-lead">` + s.l("Related Articles", "相关文章") + `</h3><ul>` + s.others(5, `<li><div class="ellipsis">%s</div></li>`) + `</ul></section></div></div></section></div></div><footer class="footer rounded-6"><nav class="footer-links page no-padding"><a href="/support/home">Home</a></nav></footer></body></html>`
		},
	}
}

func confluence() *style {
	return &style{
		name: "confluence",
		note: func(_ *style, kind, title, body string) string {
			return `<div class="confluence-information-macro confluence-information-macro-` + kind + `"><p class="title">` + title + `</p><span class="aui-icon aui-icon-small aui-iconfont-approve confluence-information-macro-icon"></span><div class="confluence-information-macro-body">` + body + `</div></div>`
		},
		code: func(_ *style, language, text string) string {
			return `<div class="code panel pdl conf-macro output-block" style="border-width: 1px;"><div class="codeContent panelContent pdl"><pre class="syntaxhighlighter-pre" data-syntaxhighlighter-params="brush: ` + language + `; gutter: false; theme: Confluence" data-theme="Confluence">` + text + `</pre></div></div>`
		},
		tabs: func(s *style, labels, bodies []string) string {
			id := s.number()
			return `<div class="aui-tabs horizontal-tabs"><ul class="tabs-menu">` + every(`<li class="menu-item"><a href="#tab-`+id+`-#N">%s</a></li>`, labels) + `</ul>` + every(`<div class="tabs-pane" id="tab-`+id+`-#N">%s</div>`, bodies) + `</div>`
		},
		fold: func(s *style, question, body string) string {
			id := s.number()
			return `<div id="expander-` + id + `" class="expand-container conf-macro output-block"><div id="expander-control-` + id + `" class="expand-control"><span class="expand-icon aui-icon aui-icon-small">&nbsp;</span><span class="expand-control-text">` + question + `</span></div><div id="expander-content-` + id + `" class="expand-content">` + body + `</div></div>`
		},
		ref:  func(*style) string { return "" },
		foot: func(_ *style, text string) string { return "<p>" + text + "</p>" },
		table: func(s *style, p part) string {
			return `<div class="table-wrap">` + strings.NewReplacer("<thead>", "<colgroup><col/></colgroup><tbody>", "</thead><tbody>", "").Replace(tabled(`<table class="wrapped confluenceTable">`)(s, p)) + `</div>`
		},
		noCaption: true,
		figure:    `<p><span class="confluence-embedded-file-wrapper image-center-wrapper">%s</span></p><p style="text-align: center;"><em>%s</em></p>`,
		page: func(s *style, a []part) string {
			return s.head(a, "Vault - Confluence") + `<body id="com-atlassian-confluence" class="theme-default view-page"><div id="page"><div id="full-height-container"><ul id="assistive-skip-links" class="assistive"><li><a href="#title-heading">Skip to content</a></li></ul><header id="header" role="banner"><nav class="aui-header" role="navigation"><a href="/">Confluence</a></nav></header><div class="ia-splitter"><div class="ia-fixed-sidebar" role="complementary"><div class="plugin_pagetree">` + s.others(6, `<div class="plugin_pagetree_children_content">%s</div>`) + `</div></div><div id="main" class=" aui-page-panel"><div id="main-header"><div id="navigation" class="content-navigation view"><ul class="ajs-menu-bar"><li class="ajs-button normal"><a id="editPageLink" href="/e"><span><u>E</u>dit</span></a></li><li><a href="/w">Watch</a></li></ul></div><h1 id="title-text" class="with-breadcrumbs"><a href="/x">` + title(a) + `</a></h1></div><div id="sidebar-container"></div><div id="content" class="page view"><div id="action-messages"></div><div class="page-metadata not-personal"><ul><li class="page-metadata-modification-info">` + s.l(`Created by <span class='author'><a href="/~io">Ines Okafor</a></span>, last modified on <a class="last-modified" href="/d">Mar 01, 2026</a>`, `由<span class='author'><a href="/~io">Ines Okafor</a></span>创建，最后修改于<a class="last-modified" href="/d">三月 01, 2026</a>`) + `</li></ul></div><div id="main-content" class="wiki-content"><div class="toc-macro client-side-toc-macro conf-macro output-block"><ul>` + outline(a, `<li>%s</li>`) + `</ul></div>` + s.set(a[1:]) + `</div><div id="likes-and-labels-container"><div id="likes-section" class="no-print"><div class="like-summary">` + s.l("Be the first to like this", "成为第一个赞同者") + `</div></div><div id="labels-section" class="pageSection group"><div class="labels-section-content content-column"><ul class="label-list label-list-right has-pen"><li class="no-labels-message">` + s.l("No labels", "无标签") + `</li></ul></div></div></div><div id="comments-section" class="pageSection group"><div class="section-header"><h2 id="comments-section-title" class="section-title">` + s.l("1 Comment", "1 评论") + `</h2></div><ol class="comment-threads top-level" id="page-comments"><li id="comment-thread-1" class="comment-thread"><div class="comment" id="comment-1"><h4 class="author"><a href="/~t">Tomas</a></h4><div class="comment-body"><div class="comment-content wiki-content"><p>` + s.l("Please add a picture of the new screen here.", "请在这里加一张新界面的截图。") + `</p></div></div></div></li></ol></div></div></div></div><div id="footer" role="contentinfo"><section class="footer-body"><ul id="poweredby"><li>Powered by Atlassian Confluence</li></ul></section></div></div></div></body></html>`
		},
	}
}

func wordpress() *style {
	return &style{
		name: "wordpress",
		heading: func(_ *style, level int, id, text string) string {
			return fmt.Sprintf(`<h%d class="wp-block-heading" id="%s">%s</h%d>`, level, id, text, level)
		},
		note: func(_ *style, kind, title, body string) string {
			return `<div class="wp-block-group kb-alert kb-alert-` + kind + ` has-background"><p><strong>` + title + `</strong></p>` + body + `</div>`
		},
		code: func(_ *style, language, text string) string {
			return `<pre class="wp-block-code"><code lang="` + language + `" class="language-` + language + ` line-numbers">` + text + `</code></pre>`
		},
		tabs: func(s *style, labels, bodies []string) string {
			id := s.number()
			return `<div class="elementor-tabs"><div class="elementor-tabs-wrapper" role="tablist">` + every(`<div id="elementor-tab-title-`+id+`#N" class="elementor-tab-title elementor-tab-desktop-title" aria-selected="false" role="tab" tabindex="-1" aria-controls="elementor-tab-content-`+id+`#N" aria-expanded="false">%s</div>`, labels) + `</div><div class="elementor-tabs-content-wrapper" role="tablist" aria-orientation="vertical">` + pairs(`<div class="elementor-tab-title elementor-tab-mobile-title" aria-selected="false" data-tab="#N" role="tab" tabindex="-1" aria-controls="elementor-tab-content-`+id+`#N">%s</div><div id="elementor-tab-content-`+id+`#N" class="elementor-tab-content elementor-clearfix" role="tabpanel" aria-labelledby="elementor-tab-title-`+id+`#N" tabindex="0" hidden="hidden">%s</div>`, labels, bodies) + `</div></div>`
		},
		fold: func(s *style, question, body string) string {
			id := s.number()
			return `<div class="elementor-accordion"><div class="elementor-accordion-item"><div id="elementor-tab-title-` + id + `" class="elementor-tab-title" data-tab="1" role="button" aria-controls="elementor-tab-content-` + id + `" aria-expanded="false"><span class="elementor-accordion-icon" aria-hidden="true"><i class="fas fa-plus"></i></span><a class="elementor-accordion-title" tabindex="0">` + question + `</a></div><div id="elementor-tab-content-` + id + `" class="elementor-tab-content elementor-clearfix" data-tab="1" role="region" aria-labelledby="elementor-tab-title-` + id + `">` + body + `</div></div></div>`
		},
		list: func(_ *style, tag string, entries []string) string {
			return listed(` class="wp-block-list"`)(nil, tag, entries)
		},
		foot: func(_ *style, text string) string {
			return `<ol class="wp-block-footnotes"><li id="fn1">` + text + ` <a href="#fnref1" aria-label="Jump to footnote reference 1">↩︎</a></li></ol>`
		},
		table: func(s *style, p part) string {
			return `<figure class="wp-block-table">` + tabled("<table>")(s, p) + `</figure>`
		},
		figure: `<figure class="wp-block-image size-large">%s<figcaption class="wp-element-caption">%s</figcaption></figure>`,
		page: func(s *style, a []part) string {
			return s.head(a, "Vault Knowledge Base") + `<body class="docs-template-default single single-docs postid-12 wp-embed-responsive"><div id="page" class="site"><a class="skip-link screen-reader-text" href="#content">` + s.l("Skip to content", "跳至内容") + `</a><header id="masthead" class="site-header"><div class="site-branding"><p class="site-title"><a href="/">Vault</a></p></div><nav id="site-navigation" class="main-navigation"><ul>` + s.others(5, `<li class="menu-item">%s</li>`) + `</ul></nav></header><div id="content" class="site-content"><div class="betterdocs-breadcrumb"><ul class="betterdocs-breadcrumb-list"><li class="betterdocs-breadcrumb-item"><a href="/docs">` + s.l("Docs", "文档") + `</a></li></ul></div><div id="primary" class="content-area"><main id="main" class="site-main"><article id="post-12" class="post-12 docs type-docs status-publish hentry"><header class="entry-header"><h1 class="entry-title">` + title(a) + `</h1><div class="entry-meta"><span class="posted-on">` + s.l("Posted on ", "发布于") + `<a href="/d" rel="bookmark"><time class="entry-date published" datetime="2026-02-01T08:00:00+00:00">February 1, 2026</time></a></span><span class="byline"> ` + s.l("by", "作者") + ` <span class="author vcard"><a class="url fn n" href="/author/mia">Mia</a></span></span></div></header><div class="entry-content"><div class="betterdocs-toc toc-list"><p class="toc-title">` + s.l("Table of Contents", "目录") + `</p><ul class="toc-list">` + outline(a, `<li>%s</li>`) + `</ul></div>` + s.set(a[1:]) + `<div class="sharedaddy sd-sharing-enabled"><div class="robots-nocontent sd-block sd-social"><h3 class="sd-title">` + s.l("Share this:", "分享：") + `</h3><div class="sd-content"><ul><li class="share-twitter"><a href="/t">Twitter</a></li></ul></div></div></div><div class="betterdocs-article-reactions"><h5 class="reactions-title">` + s.l("What are your feelings?", "您的感受如何？") + `</h5><ul class="betterdocs-article-reaction-links"><li><a href="#" title="Happy"><svg></svg></a></li></ul></div></div><footer class="entry-footer"><span class="cat-links">` + s.l("Posted in", "分类：") + ` <a href="/cat">Orders</a></span></footer><div class="about-author"><h3>` + s.l("About Mia", "关于Mia") + `</h3><p>` + s.l("Mia has written help pages for ten years and likes short sentences.", "Mia 写了十年的帮助文档，喜欢简短的句子。") + `</p></div></article><nav class="navigation post-navigation" aria-label="Posts"><div class="nav-links"><div class="nav-previous"><a href="/p" rel="prev">` + s.l("Add a product", "添加商品") + `</a></div></div></nav><div class="betterdocs-related-docs"><h3 class="betterdocs-related-title">` + s.l("Related Docs", "相关文档") + `</h3><ul>` + s.others(4, `<li>%s</li>`) + `</ul></div><div id="comments" class="comments-area"><h2 class="comments-title">` + s.l("One thought on this page", "一条评论") + `</h2><ol class="comment-list"><li id="comment-7" class="comment even"><article class="comment-body"><div class="comment-content"><p>` + s.l("Very clear, thank you. Could you also explain what happens at the weekend?", "写得很清楚，谢谢。请问周末是怎么处理的？") + `</p></div></article></li></ol><div id="respond" class="comment-respond"><h3 id="reply-title" class="comment-reply-title">` + s.l("Leave a Reply", "发表回复") + `</h3><form class="comment-form"><p class="comment-notes">` + s.l("Your email address will not be published.", "您的邮箱地址不会被公开。") + `</p></form></div></div></main></div><aside id="secondary" class="widget-area"><section class="widget"><h2 class="widget-title">` + s.l("Recent Posts", "近期文章") + `</h2><ul>` + s.others(5, `<li>%s</li>`) + `</ul></section></aside></div><footer id="colophon" class="site-footer"><div class="site-info">Proudly powered by WordPress</div></footer></div><div id="cookie-law-info-bar"><span>` + s.l("This website uses cookies to improve your experience.", "本网站使用 Cookie 改善您的体验。") + ` <a role="button" class="cli_action_button">` + s.l("Accept", "接受") + `</a></span></div></body></html>`
		},
	}
}
