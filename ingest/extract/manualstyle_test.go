package extract

import (
	"fmt"
	"strings"
)

func styles() []*style {
	all := []*style{docusaurus(), material(), sphinx(), vitepress(), gitbook(), zendesk(), intercom(), freshdesk(), confluence(), wordpress(), docsy(), mintlify(), cloudCentre(), oldCentre(), questionCentre()}
	for _, s := range all {
		s.plain()
	}
	return all
}

func docusaurus() *style {
	return &style{
		name:      "docusaurus",
		noteNames: map[string]string{"tip": "tip", "note": "note", "warning": "warning", "important": "important", "danger": "danger", "info": "info"},
		heading: func(_ *style, level int, id, text string) string {
			return fmt.Sprintf(`<h%d class="anchor anchorWithStickyNavbar_LWe7" id="%s">%s<a href="#%s" class="hash-link" aria-label="Direct link to %s" title="Direct link to %s">`+"\u200b</a></h%d>", level, id, text, id, text, text, level)
		},
		note: func(_ *style, kind, title, body string) string {
			return `<div class="theme-admonition theme-admonition-` + kind + ` admonition_xJq3 alert alert--success"><div class="admonitionHeading_Gvgb"><span class="admonitionIcon_Rf37"><svg viewBox="0 0 12 16"><path d="M1"></path></svg></span>` + title + `</div><div class="admonitionContent_BuS1">` + body + `</div></div>`
		},
		code: func(_ *style, language, text string) string {
			lines := strings.ReplaceAll(text, "\n", `<br></span><span class="token-line"><span class="token plain">`)
			return `<div class="language-` + language + ` codeBlockContainer_Ckt0 theme-code-block"><div class="codeBlockContent_QJqH"><pre tabindex="0" class="prism-code language-` + language + ` codeBlock_bY9V thin-scrollbar"><code class="codeBlockLines_e6Vv"><span class="token-line"><span class="token plain">` + lines + `</span><br></span></code></pre><div class="buttonGroup_M5ko"><button type="button" aria-label="Copy code to clipboard" class="clean-btn"><span aria-hidden="true">Copy</span></button></div></div></div>`
		},
		tabs: func(_ *style, labels, bodies []string) string {
			return `<div class="theme-tabs-container tabs-container tabList__CuJ"><ul role="tablist" aria-orientation="horizontal" class="tabs">` + every(`<li role="tab" tabindex="-1" aria-selected="false" class="tabs__item tabItem_LNqP">%s</li>`, labels) + `</ul><div class="margin-top--md">` + every(`<div role="tabpanel" class="tabItem_Ymn6" hidden="">%s</div>`, bodies) + `</div></div>`
		},
		fold: func(_ *style, question, body string) string {
			return `<details class="details_lb9f alert alert--info details_b_Ee" data-collapsed="true"><summary>` + question + `</summary><div><div class="collapsibleContent_i85q">` + body + `</div></div></details>`
		},
		page: func(s *style, a []part) string {
			return s.head(a, "Vault") + `<body class="navigation-with-keyboard"><div id="__docusaurus"><div role="region" aria-label="Skip to main content"><a class="skipToContent_fXgn" href="#__docusaurus_skipToContent_fallback">` + s.l("Skip to main content", "跳到主要内容") + `</a></div><div class="announcementBar_mb4j" role="banner"><div class="content_knG7">` + s.l("Version 3 is here, read what is new.", "3.0 版本已发布，查看新功能。") + `</div></div><nav aria-label="Main" class="navbar navbar--fixed-top"><div class="navbar__inner"><a class="navbar__brand" href="/">Vault</a><div class="navbar__item dropdown dropdown--hoverable"><a class="navbar__link" href="/docs">2.4</a><ul class="dropdown__menu"><li><a class="dropdown__link" href="/docs/2.3">2.3</a></li><li><a class="dropdown__link" href="/docs/2.2">2.2</a></li></ul></div></div></nav>
<div id="__docusaurus_skipToContent_fallback" class="main-wrapper mainWrapper_z2l0"><div class="docsWrapper_hBAB"><button aria-label="Scroll back to top" class="clean-btn theme-back-to-top-button" type="button"></button><div class="docRoot_UBD9"><aside class="theme-doc-sidebar-container docSidebarContainer_YfHR"><nav aria-label="Docs sidebar" class="menu thin-scrollbar"><ul class="theme-doc-sidebar-menu menu__list">` + s.others(8, `<li class="menu__list-item">%s</li>`) + `</ul></nav></aside><main class="docMainContainer_TBSr"><div class="container padding-top--md"><div class="row"><div class="col docItemCol_VOVn"><div class="theme-doc-version-banner alert alert--warning margin-bottom--md" role="alert"><div>` + s.l("This is documentation for Vault 2.4, which is no longer actively maintained.", "此为 2.4 版文档，现已不再积极维护。") + `</div></div><div class="docItemContainer_Djhp"><article><nav class="theme-doc-breadcrumbs breadcrumbsContainer_Z_bl" aria-label="Breadcrumbs"><ul class="breadcrumbs"><li class="breadcrumbs__item"><span class="breadcrumbs__link">` + s.l("Guides", "指南") + `</span></li></ul></nav><span class="theme-doc-version-badge badge badge--secondary">` + s.l("Version: 2.4", "版本：2.4") + `</span><div class="tocCollapsible_ETCw theme-doc-toc-mobile tocMobile_ITEo"><button type="button" class="clean-btn tocCollapsibleButton_TO0P">` + s.l("On this page", "本页总览") + `</button></div><div class="theme-doc-markdown markdown"><header><h1>` + title(a) + `</h1></header>` + s.set(a[1:]) + `</div><footer class="theme-doc-footer docusaurus-mt-lg"><div class="row margin-top--sm theme-doc-footer-tags-row"><b>` + s.l("Tags:", "标签：") + `</b><ul class="tags_jXut"><li><a href="/t">billing</a></li></ul></div><div class="row"><a href="/e" class="theme-edit-this-page">` + s.l("Edit this page", "编辑此页") + `</a><span class="theme-last-updated">` + s.l("Last updated on ", "最后于 ") + `<b><time datetime="2026-03-01T08:00:00.000Z">Mar 1, 2026</time></b></span></div></footer></article><nav class="docusaurus-mt-lg pagination-nav" aria-label="Docs pages"><a class="pagination-nav__link" href="/p"><div class="pagination-nav__sublabel">` + s.l("Previous", "上一页") + `</div></a></nav></div></div><div class="col col--3"><div class="tableOfContents_bqdL thin-scrollbar theme-doc-toc-desktop"><ul class="table-of-contents">` + outline(a, `<li>%s</li>`) + `</ul></div></div></div></div></main></div></div></div><footer class="theme-layout-footer footer footer--dark">Copyright © 2026 Vault</footer></div></body></html>`
		},
	}
}

func material() *style {
	return &style{
		name: "material",
		heading: func(_ *style, level int, id, text string) string {
			return fmt.Sprintf(`<h%d id="%s">%s<a class="headerlink" href="#%s" title="Permanent link">&para;</a></h%d>`, level, id, text, id, level)
		},
		code: func(s *style, language, text string) string {
			id := s.number()
			lines := ""
			for i, line := range strings.Split(text, "\n") {
				lines += fmt.Sprintf(`<span id="__span-%s-%d"><a id="__codelineno-%s-%d" name="__codelineno-%s-%d" href="#__codelineno-%s-%d"></a><span class="n">%s</span>`+"\n</span>", id, i, id, i, id, i, id, i, line)
			}
			return `<div class="language-` + language + ` highlight"><pre><span></span><code>` + lines + `</code></pre></div>`
		},
		tabs: func(s *style, labels, bodies []string) string {
			id := s.number()
			return `<div class="tabbed-set tabbed-alternate" data-tabs="` + id + `:3">` + every(`<input id="__tabbed_`+id+`_#N" name="__tabbed_`+id+`" type="radio"><!-- %s -->`, labels) + `<div class="tabbed-labels">` + every(`<label for="__tabbed_`+id+`_#N">%s</label>`, labels) + `</div><div class="tabbed-content">` + every(`<div class="tabbed-block">%s</div>`, bodies) + `</div></div>`
		},
		fold: func(_ *style, question, body string) string {
			return `<details class="question"><summary>` + question + `</summary>` + body + `</details>`
		},
		ref: func(*style) string {
			return `<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>`
		},
		foot: func(_ *style, text string) string {
			return `<div class="footnote"><hr /><ol><li id="fn:1"><p>` + text + `&#160;<a class="footnote-backref" href="#fnref:1" title="Jump back to footnote 1 in the text">&#8617;</a></p></li></ol></div>`
		},
		page: func(s *style, a []part) string {
			return s.head(a, "Vault") + `<body dir="ltr"><input class="md-toggle" data-md-toggle="drawer" type="checkbox" id="__drawer"><div data-md-component="skip"><a href="#s1" class="md-skip">` + s.l("Skip to content", "跳转至") + `</a></div><header class="md-header" data-md-component="header"><nav class="md-header__inner md-grid" aria-label="Header"><div class="md-header__title">Vault</div><div class="md-search" data-md-component="search" role="dialog"><form class="md-search__form" name="search"><input type="text"></form></div></nav></header><div class="md-container" data-md-component="container"><main class="md-main" data-md-component="main"><div class="md-main__inner md-grid"><div class="md-sidebar md-sidebar--primary"><nav class="md-nav md-nav--primary"><ul class="md-nav__list">` + s.others(7, `<li class="md-nav__item">%s</li>`) + `</ul></nav></div><div class="md-sidebar md-sidebar--secondary" data-md-component="sidebar"><nav class="md-nav md-nav--secondary" aria-label="Table of contents"><label class="md-nav__title" for="__toc">` + s.l("Table of contents", "目录") + `</label><ul class="md-nav__list">` + outline(a, `<li class="md-nav__item">%s</li>`) + `</ul></nav></div><div class="md-content" data-md-component="content"><article class="md-content__inner md-typeset"><a href="/edit" title="Edit this page" class="md-content__button md-icon"><svg></svg></a><h1 id="t">` + title(a) + `<a class="headerlink" href="#t" title="Permanent link">&para;</a></h1>` + s.set(a[1:]) + `<aside class="md-source-file"><span class="md-source-file__fact"><span class="git-revision-date-localized-plugin">` + s.l("March 1, 2026", "2026年3月1日") + `</span></span></aside><form class="md-feedback" name="feedback"><fieldset><legend class="md-feedback__title">` + s.l("Was this page helpful?", "这个页面对您有帮助吗？") + `</legend><div class="md-feedback__inner"><button class="md-feedback__icon md-icon" type="submit" title="Yes"></button><div class="md-feedback__note">` + s.l("Thanks for your feedback!", "感谢您的反馈！") + `</div></div></fieldset></form><h2 id="__comments">` + s.l("Comments", "评论") + `</h2><div class="giscus"></div></article></div></div></main><footer class="md-footer"><nav class="md-footer__inner md-grid" aria-label="Footer"><a href="/p">` + s.l("Previous", "上一页") + `</a></nav><div class="md-footer-meta">Made with Material</div></footer></div><div class="md-consent" data-md-component="consent" id="__consent"><aside class="md-consent__inner"><form class="md-consent__form"><h4>` + s.l("Cookie consent", "Cookie 设置") + `</h4><p>` + s.l("We use cookies to recognize your repeated visits and preferences.", "我们使用 Cookie 识别您的重复访问和偏好。") + `</p></form></aside></div></body></html>`
		},
	}
}

func sphinx() *style {
	return &style{
		name: "sphinx",
		heading: func(_ *style, level int, id, text string) string {
			return fmt.Sprintf(`<h%d>%s<a class="headerlink" href="#%s" title="Link to this heading">`+"\uf0c1</a></h%d>", level, text, id, level)
		},
		code: func(_ *style, language, text string) string {
			return `<div class="highlight-` + language + ` notranslate"><div class="highlight"><pre><span></span><span class="go">` + text + "</span>\n</pre></div>\n</div>"
		},
		tabs: func(_ *style, labels, bodies []string) string {
			return `<div class="sd-tab-set docutils">` + pairs(`<input id="sd-tab-item-#N" name="sd-tab-set-0" type="radio"><label class="sd-tab-label" for="sd-tab-item-#N">%s</label><div class="sd-tab-content docutils">%s</div>`, labels, bodies) + `</div>`
		},
		fold: func(_ *style, question, body string) string {
			return `<details class="sd-sphinx-override sd-dropdown sd-card sd-mb-3"><summary class="sd-summary-title sd-card-header"><span class="sd-summary-text">` + question + `</span><span class="sd-summary-state-marker sd-summary-chevron-right"><svg></svg></span></summary><div class="sd-summary-content sd-card-body docutils">` + body + `</div></details>`
		},
		list: func(_ *style, tag string, entries []string) string {
			return "<" + tag + ` class="arabic simple"><li><p>` + strings.ReplaceAll(strings.Join(entries, "</p></li>\n<li><p>"), "<p><p>", "<p>") + "</p></li></" + tag + ">"
		},
		terms: func(_ *style, terms, bodies []string) string {
			return `<dl class="simple">` + pairs(`<dt>%s</dt><dd>%s</dd>`, terms, bodies) + `</dl>`
		},
		ref: func(*style) string {
			return `<a class="footnote-reference brackets" href="#id2" id="id1" role="doc-noteref"><span class="fn-bracket">[</span>1<span class="fn-bracket">]</span></a>`
		},
		foot: func(_ *style, text string) string {
			return `<hr class="docutils" /><aside class="footnote-list brackets"><aside class="footnote brackets" id="id2" role="doc-footnote"><span class="label"><span class="fn-bracket">[</span><a role="doc-backlink" href="#id1">1</a><span class="fn-bracket">]</span></span><p>` + text + `</p></aside></aside>`
		},
		table: tabled(`<table class="docutils align-default">`),
		cell:  "<p>%s</p>",
		page: func(s *style, a []part) string {
			return s.head(a, "Vault 2.4 documentation") + `<body class="wy-body-for-nav"><div class="wy-grid-for-nav"><nav data-toggle="wy-nav-shift" class="wy-nav-side"><div class="wy-side-scroll"><div class="wy-side-nav-search"><a href="/" class="icon icon-home">Vault</a><div role="search"><form id="rtd-search-form"><input type="text" name="q" placeholder="Search docs"></form></div></div><div class="wy-menu wy-menu-vertical" role="navigation" aria-label="Navigation menu"><p class="caption" role="heading"><span class="caption-text">` + s.l("User guide", "用户指南") + `</span></p><ul>` + s.others(8, `<li class="toctree-l1">%s</li>`) + `</ul></div></div></nav><section data-toggle="wy-nav-shift" class="wy-nav-content-wrap"><nav class="wy-nav-top" aria-label="Mobile navigation menu"><a href="/">Vault</a></nav><div class="wy-nav-content"><div class="rst-content"><div role="navigation" aria-label="Page navigation"><ul class="wy-breadcrumbs"><li><a href="/" class="icon icon-home" aria-label="Home"></a></li><li class="breadcrumb-item active">` + title(a) + `</li><li class="wy-breadcrumbs-aside"><a href="/s">View page source</a></li></ul><hr/></div><div role="main" class="document" itemscope="itemscope" itemtype="http://schema.org/Article"><div itemprop="articleBody"><section id="t"><h1>` + title(a) + `<a class="headerlink" href="#t" title="Link to this heading">` + "\uf0c1" + `</a></h1><nav class="contents local" id="contents"><ul class="simple">` + outline(a, `<li><p>%s</p></li>`) + `</ul></nav>` + s.set(a[1:]) + `</section></div></div><footer><div class="rst-footer-buttons" role="navigation" aria-label="Footer"><a href="/p" class="btn btn-neutral float-left" rel="prev">Previous</a></div><hr/><div role="contentinfo"><p>&#169; Copyright 2026. <span class="lastupdated">Last updated on 2026-03-01.</span></p></div>Built with Sphinx</footer></div></div></section></div><div class="rst-versions" data-toggle="rst-versions" role="note" aria-label="Versions"><span class="rst-current-version" data-toggle="rst-current-version"><span class="fa fa-book"> Read the Docs</span> v: stable</span><div class="rst-other-versions"><dl><dt>Versions</dt><dd><a href="/latest/">latest</a></dd><dd><a href="/stable/">stable</a></dd></dl></div></div></body></html>`
		},
	}
}

func vitepress() *style {
	return &style{
		name:      "vitepress",
		noteNames: map[string]string{"tip": "TIP", "note": "NOTE", "warning": "WARNING", "important": "IMPORTANT", "danger": "DANGER", "info": "INFO"},
		heading: func(_ *style, level int, id, text string) string {
			return fmt.Sprintf(`<h%d id="%s" tabindex="-1">%s <a class="header-anchor" href="#%s" aria-label="Permalink to &quot;%s&quot;">`+"\u200b</a></h%d>", level, id, text, id, text, level)
		},
		note: func(_ *style, kind, title, body string) string {
			return `<div class="` + kind + ` custom-block"><p class="custom-block-title">` + title + `</p>` + body + `</div>`
		},
		code: func(_ *style, language, text string) string {
			return `<div class="language-` + language + ` vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">` + language + `</span><pre class="shiki shiki-themes github-light vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#6F42C1;">` + strings.ReplaceAll(text, "\n", "</span></span>\n<span class=\"line\"><span>") + `</span></span></code></pre></div>`
		},
		tabs: func(s *style, labels, bodies []string) string {
			id := s.number()
			return `<div class="plugin-tabs"><div class="plugin-tabs--tab-list" role="tablist">` + every(`<button id="tab-`+id+`-#N" role="tab" class="plugin-tabs--tab" aria-selected="false" aria-controls="panel-`+id+`-#N" tabindex="-1">%s</button>`, labels) + `</div>` + every(`<div id="panel-`+id+`-#N" class="plugin-tabs--content" role="tabpanel" tabindex="0" aria-labelledby="tab-`+id+`-#N">%s</div>`, bodies) + `</div>`
		},
		fold: func(_ *style, question, body string) string {
			return `<details class="details custom-block"><summary>` + question + `</summary>` + body + `</details>`
		},
		ref: func(*style) string { return `<sup class="footnote-ref"><a href="#fn1" id="fnref1">[1]</a></sup>` },
		foot: func(_ *style, text string) string {
			return `<hr class="footnotes-sep"><section class="footnotes"><ol class="footnotes-list"><li id="fn1" class="footnote-item"><p>` + text + ` <a href="#fnref1" class="footnote-backref">↩︎</a></p></li></ol></section>`
		},
		page: func(s *style, a []part) string {
			return s.head(a, "Vault") + `<body><div id="app"><div class="Layout"><span tabindex="-1"></span><a href="#VPContent" class="VPSkipLink visually-hidden">Skip to content</a><header class="VPNav"><div class="VPNavBar"><div class="title"><a class="title" href="/">Vault</a></div><div class="VPFlyout VPNavBarMenuGroup"><button type="button" class="button" aria-haspopup="true" aria-expanded="false"><span class="text">v2.4</span></button><div class="menu"><div class="VPMenu"><div class="items"><div class="VPMenuLink"><a href="/v2.3"><span>2.3</span></a></div></div></div></div></div></div></header><div class="VPLocalNav has-sidebar"><div class="container"><button class="menu"><span class="menu-text">` + s.l("Menu", "菜单") + `</span></button><div class="VPLocalNavOutlineDropdown"><button>` + s.l("On this page", "本页目录") + `</button></div></div></div><aside class="VPSidebar"><nav class="nav" id="VPSidebarNav"><section class="VPSidebarItem level-0"><h2 class="text">` + s.l("Guide", "指南") + `</h2><div class="items">` + s.others(8, `<div class="VPSidebarItem level-1 is-link">%s</div>`) + `</div></section></nav></aside><div class="VPContent has-sidebar" id="VPContent"><div class="VPDoc has-sidebar has-aside"><div class="container"><div class="aside"><div class="aside-container"><div class="aside-content"><div class="VPDocAside"><nav aria-labelledby="doc-outline-aria-label" class="VPDocAsideOutline has-outline"><div class="content"><div class="outline-title" role="heading" aria-level="2" id="doc-outline-aria-label">` + s.l("On this page", "本页目录") + `</div><ul class="VPDocOutlineItem root">` + outline(a, `<li>%s</li>`) + `</ul></div></nav></div></div></div></div><div class="content"><div class="content-container"><main class="main"><div style="position:relative;" class="vp-doc _guide"><div><h1 id="t" tabindex="-1">` + title(a) + ` <a class="header-anchor" href="#t" aria-label="Permalink to &quot;t&quot;">` + "\u200b" + `</a></h1>` + s.set(a[1:]) + `</div></div></main><footer class="VPDocFooter"><div class="edit-info"><div class="edit-link"><a class="VPLink link" href="/e">` + s.l("Edit this page", "编辑此页") + `</a></div><div class="last-updated"><p class="VPLastUpdated">` + s.l("Last updated: ", "最后更新于：") + `<time datetime="2026-03-01T08:00:00.000Z">3/1/26, 8:00 AM</time></p></div></div><nav class="prev-next"><a class="pager-link prev" href="/p"><span class="desc">` + s.l("Previous page", "上一篇") + `</span></a></nav></footer></div></div></div></div></div></div></div></body></html>`
		},
	}
}

func gitbook() *style {
	return &style{
		name: "gitbook", noLanguage: true,
		heading: func(_ *style, level int, id, text string) string {
			return fmt.Sprintf(`<h%d id="%s" class="text-2xl font-semibold heading flex items-baseline scroll-m-12 group"><div class="hash grid grid-area-1-1 relative"><a href="#%s" aria-label="Direct link to heading" class="inline-flex h-full"><svg></svg></a></div><div class="grow-0 text-start">%s</div></h%d>`, level, id, id, text, level)
		},
		note: func(_ *style, kind, title, body string) string {
			return `<div class="hint transition-colors rounded-md hint-` + kind + ` bg-info grid print:break-inside-avoid"><div class="hint-icon"><svg></svg></div><div class="flex-1"><p class="font-bold">` + title + `</p>` + body + `</div></div>`
		},
		code: func(_ *style, _, text string) string {
			return `<div class="group/codeblock grid grid-flow-col"><button class="group-hover/codeblock:opacity-11" aria-label="Copy">Copy</button><pre class="relative overflow-auto"><code id=":r3:" class="min-w-full inline-grid [counter-reset:line]"><span class="highlight-line"><span class="highlight-line-content">` + strings.ReplaceAll(text, "\n", "</span></span>\n<span class=\"highlight-line\"><span class=\"highlight-line-content\">") + `</span></span></code></pre></div>`
		},
		tabs: func(s *style, labels, bodies []string) string {
			id := s.number()
			return `<div class="rounded-lg ring-1 ring-inset flex overflow-hidden flex-col"><div role="tablist" class="group/tabs inline-flex self-start">` + every(`<div class="group/tab"><button type="button" role="tab" aria-selected="false" aria-controls="tabpanel-`+id+`-#N" id="tab-`+id+`-#N">%s</button></div>`, labels) + `</div>` + every(`<div role="tabpanel" id="tabpanel-`+id+`-#N" aria-labelledby="tab-`+id+`-#N" class="p-4 hidden">%s</div>`, bodies) + `</div>`
		},
		fold: func(_ *style, question, body string) string {
			return `<details class="group/expandable border rounded"><summary class="cursor-pointer px-4 py-3"><div class="group-open:rotate-90"><svg></svg></div><div class="flex-1">` + question + `</div></summary><div class="p-3">` + body + `</div></details>`
		},
		figure: `<figure class="self-center"><div class="overflow-hidden"><picture>%s</picture></div><figcaption class="text-sm text-center"><p>%s</p></figcaption></figure>`,
		page: func(s *style, a []part) string {
			return s.head(a, "Vault Docs") + `<body><div class="flex flex-col"><header id="site-header" class="flex flex-row"><a href="/">Vault Docs</a><button aria-label="Search">` + s.l("Ask or search", "搜索") + `</button></header><div class="lg:flex"><aside data-testid="table-of-contents" id="table-of-contents" class="group relative"><ul>` + s.others(8, `<li>%s</li>`) + `</ul><a href="https://www.gitbook.com">Powered by GitBook</a></aside><div class="flex-1"><aside class="group/aside order-last hidden xl:flex"><div>` + s.l("On this page", "本页内容") + `</div><ul>` + outline(a, `<li class="flex">%s</li>`) + `</ul></aside><main class="relative min-w-0 flex-1 break-anywhere"><header class="max-w-3xl page-width-default mx-auto mb-6 space-y-3 page-header"><nav aria-label="Breadcrumb"><ol class="flex flex-wrap items-center gap-2"><li><a href="/g">` + s.l("Guides", "指南") + `</a></li></ol></nav><h1 class="text-4xl font-bold flex items-center gap-4">` + title(a) + `</h1></header><div class="grid [&>*+*]:mt-5 whitespace-pre-wrap">` + s.set(a[1:]) + `</div><div class="mt-6 flex flex-col gap-2 prev-next"><a class="group text-sm" href="/p"><span class="flex flex-col"><span class="text-xs">` + s.l("Previous", "上一页") + `</span><span>` + s.l("Add a product", "添加商品") + `</span></span></a><a class="group text-sm" href="/n"><span class="flex flex-col"><span class="text-xs">` + s.l("Next", "下一页") + `</span><span>` + s.l("Connect a domain", "绑定域名") + `</span></span></a></div><div class="max-w-3xl mx-auto mt-6 page-has-toc"><div class="flex flex-row items-center gap-4"><p class="text-sm">` + s.l(`Last updated <time datetime="2026-03-01">3 months ago</time>`, `最后更新于<time datetime="2026-03-01">3个月前</time>`) + `</p><div class="grid"><p>` + s.l("Was this helpful?", "这有帮助吗？") + `</p><div role="group"><button>Yes</button></div></div></div></div></main></div></div></div></body></html>`
		},
	}
}
