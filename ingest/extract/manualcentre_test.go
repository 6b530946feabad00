package extract

import (
	"fmt"
	"strings"
)

func docsy() *style {
	return &style{
		name: "docsy",
		heading: func(_ *style, level int, id, text string) string {
			return fmt.Sprintf(`<h%d id="%s">%s<a class="td-heading-self-link" href="#%s" aria-label="Heading self-link"></a></h%d>`, level, id, text, id, level)
		},
		note: func(_ *style, _, title, body string) string {
			return `<div class="alert alert-info" role="alert"><div class="h4 alert-heading" role="heading">` + title + `</div>` + body + `</div>`
		},
		code: func(_ *style, language, text string) string {
			return `<div class="highlight"><pre tabindex="0" class="chroma"><code class="language-` + language + `" data-lang="` + language + `"><span class="line"><span class="cl">` + strings.ReplaceAll(text, "\n", "\n</span></span><span class=\"line\"><span class=\"cl\">") + `</span></span></code></pre></div>`
		},
		tabs: func(s *style, labels, bodies []string) string {
			id := s.number()
			return `<ul class="nav nav-tabs" id="tabs-` + id + `" role="tablist">` + every(`<li class="nav-item"><button class="nav-link" id="tabs-`+id+`-#N-tab" data-bs-toggle="tab" data-bs-target="#tabs-`+id+`-#N" role="tab" aria-controls="tabs-`+id+`-#N" aria-selected="false">%s</button></li>`, labels) + `</ul><div class="tab-content" id="tabs-` + id + `-content">` + every(`<div class="tab-body tab-pane fade" id="tabs-`+id+`-#N" role="tabpanel" aria-labelledby="tabs-`+id+`-#N-tab" tabindex="-1">%s</div>`, bodies) + `</div>`
		},
		ref: func(*style) string {
			return `<sup id="fnref:1"><a href="#fn:1" class="footnote-ref" role="doc-noteref">1</a></sup>`
		},
		foot: func(_ *style, text string) string {
			return `<div class="footnotes" role="doc-endnotes"><hr><ol><li id="fn:1"><p>` + text + `&#160;<a href="#fnref:1" class="footnote-backref" role="doc-backlink">&#x21a9;&#xfe0e;</a></p></li></ol></div>`
		},
		page: func(s *style, a []part) string {
			return s.head(a, "Vault") + `<body class="td-page"><header><nav class="td-navbar navbar-dark js-navbar-scroll"><a class="navbar-brand" href="/">Vault</a><div class="nav-item dropdown"><a class="nav-link dropdown-toggle" href="#" role="button">v2.4</a><ul class="dropdown-menu"><li><a class="dropdown-item" href="/v2.3">v2.3</a></li></ul></div></nav></header><div class="container-fluid td-outer"><div class="td-main"><div class="row flex-xl-nowrap"><aside class="col-12 col-md-3 td-sidebar d-print-none"><div id="td-sidebar-menu" class="td-sidebar__inner"><form class="td-sidebar__search"><input></form><nav class="collapse td-sidebar-nav" id="td-section-nav"><ul class="td-sidebar-nav__section">` + s.others(8, `<li class="td-sidebar-nav__section-title">%s</li>`) + `</ul></nav></div></aside><aside class="d-none d-xl-block col-xl-2 td-sidebar-toc d-print-none"><div class="td-page-meta ms-2 pb-1 pt-2 mb-0"><a href="/e" class="td-page-meta--edit td-page-meta__edit">` + s.l("Edit this page", "编辑此页") + `</a><a href="/i" class="td-page-meta--issue">` + s.l("Create documentation issue", "提交文档问题") + `</a></div><div class="td-toc"><nav id="TableOfContents"><ul>` + outline(a, `<li>%s</li>`) + `</ul></nav></div></aside><main class="col-12 col-md-9 col-xl-8 ps-md-5" role="main"><nav aria-label="breadcrumb" class="td-breadcrumbs"><ol class="breadcrumb"><li class="breadcrumb-item"><a href="/docs">` + s.l("Documentation", "文档") + `</a></li></ol></nav><div class="td-content"><h1>` + title(a) + `</h1><header class="article-meta"></header>` + s.set(a[1:]) + `<div class="d-print-none"><h2 class="feedback--title">` + s.l("Feedback", "反馈") + `</h2><p class="feedback--question">` + s.l("Was this page helpful?", "此页是否对您有帮助？") + `</p><button class="btn btn-primary mb-4 feedback--answer feedback--answer-yes">Yes</button><p class="feedback--response feedback--response-yes">` + s.l(`Glad to hear it! Please <a href="/new">tell us how we can improve</a>.`, `很高兴听到这个消息！请<a href="/new">告诉我们如何改进</a>。`) + `</p></div><div class="td-page-meta__lastmod">` + s.l("Last modified March 1, 2026: ", "最后修改 2026年3月1日：") + `<a href="/c">fix a word (1f2e3d)</a></div></div></main></div></div><footer class="td-footer row d-print-none"><div class="td-footer__copyright">&copy; 2026 Vault</div></footer></div></body></html>`
		},
	}
}

func mintlify() *style {
	return &style{
		name: "mintlify",
		heading: func(_ *style, level int, id, text string) string {
			return fmt.Sprintf(`<h%d class="flex whitespace-pre-wrap group font-semibold" id="%s"><div class="absolute" tabindex="-1"><a href="#%s" class="-ml-10 flex items-center" aria-label="Navigate to header">`+"\u200b"+`<div class="w-6 h-6"><svg></svg></div></a></div><span class="cursor-pointer">%s</span></h%d>`, level, id, id, text, level)
		},
		note: func(_ *style, kind, title, body string) string {
			return `<div class="callout my-4 px-5 py-4 overflow-hidden rounded-2xl flex gap-3 border" data-callout-type="` + kind + `"><div class="mt-0.5 w-4" data-component-part="callout-icon"><svg></svg></div><div class="text-sm prose min-w-0 w-full" data-component-part="callout-content"><p>` + title + `</p>` + body + `</div></div>`
		},
		code: func(_ *style, language, text string) string {
			return `<div class="code-block mt-5 mb-8 not-prose rounded-2xl relative group" numberoflines="2" language="` + language + `"><div class="absolute top-3 right-4 flex"><div class="z-10 relative"><button class="h-[26px]" aria-label="Copy the contents from the code block"><svg></svg></button><div aria-hidden="true" class="absolute">Copy</div></div></div><div class="w-0 min-w-full" data-component-part="code-block-root"><pre class="shiki shiki-themes github-light-default" language="` + language + `"><code language="` + language + `" numberoflines="2"><span class="line"><span style="color:#8250DF">` + strings.ReplaceAll(text, "\n", "</span></span>\n<span class=\"line\"><span>") + `</span></span></code></pre></div></div>`
		},
		tabs: func(s *style, labels, bodies []string) string {
			id := s.number()
			return `<div class="tabs tabs tab-container"><ul class="not-prose mb-6 pb-[1px] flex-none" data-component-part="tabs-list" role="tablist">` + every(`<li class="cursor-pointer" data-component-part="tab-button" role="tab" id="t`+id+`-#N" aria-controls="panel-`+id+`-#N"><div class="flex text-sm">%s</div></li>`, labels) + `</ul>` + every(`<div id="panel-`+id+`-#N" role="tabpanel" aria-labelledby="t`+id+`-#N" class="prose prose-gray overflow-x-auto" data-component-part="tab-content" hidden="">%s</div>`, bodies) + `</div>`
		},
		fold: func(_ *style, question, body string) string {
			return `<details class="accordion border-standard rounded-2xl mb-3 overflow-hidden"><summary class="relative not-prose flex flex-row items-center cursor-pointer" aria-expanded="false"><div class="absolute -top-[8rem]"></div><div class="mr-0.5" data-component-part="accordion-caret-right"><svg></svg></div><div class="leading-tight text-left"><p class="m-0 font-medium" contenteditable="false" data-component-part="accordion-title">` + question + `</p></div></summary><div class="mt-2 mb-4 mx-6" role="region" data-component-part="accordion-content">` + body + `</div></details>`
		},
		list: func(_ *style, tag string, entries []string) string {
			if tag == "ul" {
				return listed("")(nil, tag, entries)
			}
			var b strings.Builder
			for i, e := range entries {
				first, rest, _ := strings.Cut(e+"\n", "\n")
				first = strings.TrimSuffix(strings.TrimPrefix(first, "<p>"), "</p>")
				fmt.Fprintf(&b, `<div role="listitem" class="step-container relative flex items-start pb-5"><div class="absolute w-px h-full top-6"></div><div class="absolute left-0" data-component-part="step-number"><div class="size-7 shrink-0 rounded-full text-sm font-semibold">%d</div></div><div class="w-full overflow-hidden pl-12"><p class="mt-0.5 font-semibold prose" data-component-part="step-title">%s</p><div class="prose" data-component-part="step-content">%s</div></div></div>`, i+1, first, rest)
			}
			return `<div role="list" class="ml-3.5 mt-6 mb-8 steps">` + b.String() + `</div>`
		},
		page: func(s *style, a []part) string {
			return s.head(a, "Vault Docs") + `<body><div class="relative antialiased"><div id="navbar" class="z-30 fixed"><a href="/">Vault home page</a><button type="button" aria-haspopup="menu" aria-expanded="false">v2.4</button><button id="search-bar-entry">` + s.l("Search...", "搜索...") + `</button></div><div class="max-w-8xl"><div class="z-20 hidden lg:block fixed" id="sidebar"><div class="relative" id="sidebar-content"><div id="navigation-items"><h5 id="sidebar-title">` + s.l("Guides", "指南") + `</h5><ul class="sidebar-group">` + s.others(8, `<li>%s</li>`) + `</ul></div></div></div><div id="content-container"><div class="flex flex-row-reverse gap-12 box-border w-full"><div class="hidden xl:flex self-start sticky" id="table-of-contents-layout"><div id="table-of-contents"><button class="flex items-center">` + s.l("On this page", "在此页面") + `</button><ul id="table-of-contents-content" class="toc">` + outline(a, `<li class="toc-item">%s</li>`) + `</ul></div></div><div class="relative grow box-border flex-col w-full mx-auto" id="content-area"><header id="header" class="relative leading-none"><div class="mt-0.5 space-y-2.5"><div class="eyebrow h-5 text-primary text-sm font-semibold">` + s.l("Guides", "指南") + `</div><div class="flex flex-col sm:flex-row items-start relative gap-2 min-h-9"><h1 id="page-title" class="inline-block text-2xl">` + title(a) + `</h1><div id="page-context-menu" class="items-center shrink-0"><button id="page-context-menu-button" aria-label="Copy page"><div class="flex"><span>` + s.l("Copy page", "复制页面") + `</span></div></button></div></div></div></header><div class="mdx-content relative mt-8 mb-14 prose prose-gray" data-page-title="t" id="content">` + s.set(a[1:]) + `</div><div class="leading-6 mt-14"><div class="feedback-toolbar pb-16 w-full flex flex-col gap-y-8"><div class="flex flex-row gap-4"><p class="text-sm">` + s.l("Was this page helpful?", "此页面对您有帮助吗？") + `</p><div class="flex gap-3"><button id="feedback-thumbs-up"><small>` + s.l("Yes", "是") + `</small></button></div></div><a class="h-fit" href="/e"><small>` + s.l("Suggest edits", "建议编辑") + `</small></a><a class="h-fit" href="/i"><small>` + s.l("Raise issue", "提出问题") + `</small></a></div><div id="pagination" class="px-0.5 flex items-center text-sm font-semibold"><a class="flex items-center" href="/p">` + s.l("Add a product", "添加商品") + `</a><a class="flex items-center ml-auto" href="/n">` + s.l("Connect a domain", "绑定域名") + `</a></div></div><footer id="footer" class="flex gap-12 justify-between"><a href="https://mintlify.com">Powered by Mintlify</a></footer></div></div></div></div></div></body></html>`
		},
	}
}

// cloudCentre is a help centre as Chinese cloud providers have it.
func cloudCentre() *style {
	return &style{
		name: "cloudcentre",
		heading: func(_ *style, level int, id, text string) string {
			return fmt.Sprintf(`<section class="section" id="%s"><h%d data-tag="h%d" id="%s" class="h%d">%s</h%d></section>`, id, level, level, id, level, text, level)
		},
		note: func(_ *style, kind, title, body string) string {
			return `<div type="` + kind + `" class="note note-` + kind + `" data-tag="note"><div class="note-icon-wrapper"><i class="icon-note ` + kind + `"></i><strong>` + title + `</strong></div><div class="noteContentSpan">` + body + `</div></div>`
		},
		code: func(_ *style, language, text string) string {
			return `<div class="code-tools"><span>` + language + `</span><i class="icon-copy" title="复制代码"></i></div><pre class="pre codeblock" outputclass="language-` + language + `"><code>` + text + `</code></pre>`
		},
		tabs: func(_ *style, labels, bodies []string) string {
			return `<div class="tab-box"><div class="tab-hd">` + every(`<span class="tab-hd-item">%s</span>`, labels) + `</div><div class="tab-bd">` + every(`<div class="tab-con">%s</div>`, bodies) + `</div></div>`
		},
		fold: func(_ *style, question, body string) string {
			return `<div class="collapse-panel expandable"><div class="expandable-title"><i class="icon-arrow"></i>` + question + `</div><div class="expandable-content">` + body + `</div></div>`
		},
		ref:  func(*style) string { return "" },
		foot: func(_ *style, text string) string { return "<p>" + text + "</p>" },
		list: func(_ *style, tag string, entries []string) string {
			return "<" + tag + ` class="` + tag + `"><li class="li"><p>` + strings.ReplaceAll(strings.Join(entries, `</p></li><li class="li"><p>`), "<p><p>", "<p>") + "</p></li></" + tag + ">"
		},
		table: func(s *style, p part) string {
			return `<div class="table-wrapper">` + tabled(`<table class="table" border="1" cellpadding="4">`)(s, p) + `</div>`
		},
		page: func(s *style, a []part) string {
			return s.head(a, s.l("Cloud Help", "云帮助中心")) + `<body><div class="common-topbar"><a href="/">` + s.l("Cloud", "云首页") + `</a><a href="/buy">` + s.l("Buy now", "立即购买") + `</a></div><div class="help-doc-layout"><div class="help-menu-wrap side-menu"><div class="menu-title">` + s.l("Product documents", "产品文档") + `</div><ul class="menu-list">` + s.others(8, `<li class="menu-item">%s</li>`) + `</ul></div><div class="help-body"><div class="bread-crumb"><a href="/help">` + s.l("Help center", "帮助中心") + `</a><span>&gt;</span><a href="/help/1">` + s.l("Guides", "操作指南") + `</a></div><div class="doc-head"><h1 class="doc-title">` + title(a) + `</h1><div class="doc-info"><span class="doc-time">` + s.l("Updated: 2026-03-01 10:20:30", "更新时间：2026-03-01 10:20:30") + `</span><span class="doc-pdf"><a href="/p.pdf">` + s.l("Download PDF", "下载PDF") + `</a></span><a class="fav" href="#">` + s.l("My favorites", "我的收藏") + `</a></div></div><div class="markdown-body help-content" id="se-knowledge">` + s.set(a[1:]) + `</div><div class="doc-pager"><div>` + s.l("Previous: ", "上一篇：") + `<a href="/p">` + s.l("Add a product", "添加商品") + `</a></div><div>` + s.l("Next: ", "下一篇：") + `<a href="/n">` + s.l("Connect a domain", "绑定域名") + `</a></div></div><div class="feedback-box"><div class="fb-title">` + s.l("Is this document helpful?", "该文档对您有帮助吗？") + `</div><span class="fb-yes">` + s.l("Helpful", "有帮助") + `</span><span class="fb-no">` + s.l("Not helpful", "没帮助") + `</span></div></div><div class="help-right"><div class="toc-box"><div class="toc-title">` + s.l("On this page", "本页导读") + `</div><ul>` + outline(a, `<li>%s</li>`) + `</ul></div><div class="hot-docs"><div class="hot-title">` + s.l("Popular documents", "热门文档") + `</div><ul>` + s.others(4, `<li>%s</li>`) + `</ul></div></div></div><div class="fixed-service"><a href="/im">` + s.l("Online service", "智能在线") + `</a></div><div class="common-footer"><p>` + s.l("Copyright 2026 Cloud Ltd.", "© 2026 云计算有限公司 版权所有 京ICP备00000000号") + `</p></div></body></html>`
		},
	}
}

// oldCentre is a help page of a portal of the past: no h1, arranged by a table.
func oldCentre() *style {
	return &style{
		name: "oldcentre", titleApart: true,
		heading: func(_ *style, level int, _, text string) string {
			return fmt.Sprintf(`<h%d class="art-h">%s</h%d>`, level+1, text, level+1)
		},
		note: func(_ *style, kind, title, body string) string {
			return `<div class="tips-box ` + kind + `"><b>` + title + `</b>` + body + `</div>`
		},
		code: func(_ *style, language, text string) string {
			return `<pre class="brush:` + language + `;toolbar:false">` + text + `</pre>`
		},
		tabs: func(_ *style, labels, bodies []string) string {
			return `<div class="tabBox"><div class="hd"><ul>` + every(`<li>%s</li>`, labels) + `</ul></div><div class="bd">` + every(`<div class="tabCon">%s</div>`, bodies) + `</div></div>`
		},
		fold: func(_ *style, question, body string) string {
			return `<dl class="qa"><dt>` + question + `</dt><dd>` + body + `</dd></dl>`
		},
		ref:    func(*style) string { return "" },
		foot:   func(_ *style, text string) string { return "<p>" + text + "</p>" },
		table:  tabled(`<table border="1" cellspacing="0" cellpadding="0" width="100%">`),
		figure: `<p align="center">%s</p><p align="center">%s</p>`,
		page: func(s *style, a []part) string {
			return s.head(a, s.l("Help center", "帮助中心")) + `<body><div class="top"><div class="w1000"><span>` + s.l("Welcome! ", "您好，欢迎光临！") + `<a href="/login">` + s.l("Sign in", "请登录") + `</a></span></div></div><table class="w1000" width="1000" align="center" border="0"><tr><td width="200" valign="top" class="left"><div class="left-title">` + s.l("Help center", "帮助中心") + `</div><dl class="left-menu"><dt>` + s.l("Common questions", "常见问题") + `</dt>` + s.others(6, `<dd>%s</dd>`) + `</dl><div class="left-tel">` + s.l("Service line 400-000-1234", "客服热线：400-000-1234") + `</div></td><td width="790" valign="top" class="right"><div class="crumb">` + s.l("You are here: ", "您当前的位置：") + `<a href="/">` + s.l("Home", "首页") + `</a> &gt; <a href="/help">` + s.l("Help center", "帮助中心") + `</a> &gt; ` + title(a) + `</div><div class="art-title">` + title(a) + `</div><div class="art-info">` + s.l("Published: 2026-03-01 Source: service Views: 1234 [Print] [Close]", "发布时间：2026-03-01　来源：客服部　浏览次数：1234　【打印】【关闭】") + `</div><div class="art-con" id="zoom">` + s.set(a[1:]) + `</div><div class="art-page"><p>` + s.l("Previous: ", "上一篇：") + `<a href="/p">` + s.l("Add a product", "添加商品") + `</a></p><p>` + s.l("Next: ", "下一篇：") + `<a href="/n">` + s.l("Connect a domain", "绑定域名") + `</a></p></div><div class="xg"><h3>` + s.l("Related articles", "相关文章") + `</h3><ul>` + s.others(4, `<li>%s</li>`) + `</ul></div></td></tr></table><div class="foot"><p>` + s.l("About us | Contact | Legal notice", "关于我们 | 联系我们 | 法律声明") + `</p><p>` + s.l("Copyright 2026", "Copyright © 2026 版权所有 粤ICP备00000000号") + `</p></div></body></html>`
		},
	}
}

// questionCentre is a help centre that a script has written on the server, its
// parts named by classes alone.
func questionCentre() *style {
	return &style{
		name: "questioncentre",
		heading: func(_ *style, level int, id, text string) string {
			return fmt.Sprintf(`<h%d data-v-7ba5bd90="" id="%s" class="doc-h%d">%s</h%d>`, level, id, level, text, level)
		},
		note: func(_ *style, kind, title, body string) string {
			return `<div data-v-7ba5bd90="" class="el-alert el-alert--` + kind + ` is-light" role="alert"><i class="el-alert__icon el-icon-info"></i><div class="el-alert__content"><span class="el-alert__title is-bold">` + title + `</span><div class="el-alert__description">` + body + `</div></div></div>`
		},
		code: func(_ *style, language, text string) string {
			return `<pre v-pre="" data-lang="` + language + `" class="hljs"><code class="hljs lang-` + language + `">` + text + `</code></pre>`
		},
		tabs: func(_ *style, labels, bodies []string) string {
			return `<div class="el-tabs el-tabs--top"><div class="el-tabs__header is-top"><div class="el-tabs__nav-wrap is-top"><div role="tablist" class="el-tabs__nav is-top">` + every(`<div id="tab-#N" aria-controls="pane-#N" role="tab" tabindex="-1" class="el-tabs__item is-top">%s</div>`, labels) + `</div></div></div><div class="el-tabs__content">` + every(`<div role="tabpanel" aria-hidden="true" id="pane-#N" aria-labelledby="tab-#N" class="el-tab-pane" style="display: none;">%s</div>`, bodies) + `</div></div>`
		},
		fold: func(s *style, question, body string) string {
			id := s.number()
			return `<div class="el-collapse"><div class="el-collapse-item"><div role="tab" aria-controls="el-collapse-content-` + id + `" aria-describedby="el-collapse-content-` + id + `"><div role="button" id="el-collapse-head-` + id + `" tabindex="0" class="el-collapse-item__header">` + question + `<i class="el-collapse-item__arrow el-icon-arrow-right"></i></div></div><div role="tabpanel" aria-hidden="true" aria-labelledby="el-collapse-head-` + id + `" id="el-collapse-content-` + id + `" class="el-collapse-item__wrap" style="display: none;"><div class="el-collapse-item__content">` + body + `</div></div></div></div>`
		},
		terms: func(_ *style, terms, bodies []string) string {
			return `<div class="faq-list">` + pairs(`<div class="faq-item"><div class="faq-q">%s</div><div class="faq-a">%s</div></div>`, terms, bodies) + `</div>`
		},
		ref:   func(*style) string { return "" },
		foot:  func(_ *style, text string) string { return "<p>" + text + "</p>" },
		table: tabled(`<div class="md-table-wrap"><table>`),
		page: func(s *style, a []part) string {
			return s.head(a, s.l("Help center", "帮助中心")) + `<body><div id="app" data-server-rendered="true"><div class="app-header"><div class="app-header__inner"><a href="/" class="router-link-active">` + s.l("Help center", "帮助中心") + `</a><div class="search-input el-input"><input placeholder="` + s.l("Type a question", "请输入问题关键词") + `"></div><div class="hot-words"><span>` + s.l("Popular: ", "热门搜索：") + `</span>` + s.others(3, `%s`) + `</div></div></div><div class="app-main"><div class="doc-aside"><div class="doc-aside__title">` + s.l("All topics", "全部分类") + `</div><ul class="el-menu" role="menubar">` + s.others(8, `<li role="menuitem" class="el-menu-item">%s</li>`) + `</ul></div><div class="doc-content"><div aria-label="Breadcrumb" role="navigation" class="el-breadcrumb"><span class="el-breadcrumb__item"><span role="link" class="el-breadcrumb__inner is-link">` + s.l("Home", "首页") + `</span></span></div><h1 class="doc-title">` + title(a) + `</h1><div class="doc-meta"><span class="doc-meta__time">` + s.l("Last updated: 2026-03-01", "最近更新时间：2026-03-01") + `</span><span class="doc-meta__read">` + s.l("1234 views", "阅读 1234") + `</span></div><div class="doc-body">` + s.set(a[1:]) + `</div><div class="doc-useful"><p>` + s.l("Was this article helpful?", "以上内容是否对您有帮助？") + `</p><button class="el-button"><span>` + s.l("Solved", "已解决") + `</span></button><button class="el-button"><span>` + s.l("Not solved", "未解决") + `</span></button></div><div class="doc-contact">` + s.l(`Nothing fits? <a href="/im">Contact us</a>`, `没有找到答案？<a href="/im">联系在线客服</a>`) + `</div></div></div><div class="app-footer"><p>` + s.l("© 2026 Shop Ltd.", "© 2026 商店科技有限公司") + `</p></div></div></body></html>`
		},
	}
}
