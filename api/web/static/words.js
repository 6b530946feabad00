// Every word that the pages say by themselves, in each language. What the
// server says (answers, refusals, errors) comes in its own language.

const tables = {
  en: {
    searchTitle: "Footnote – search",
    agentTitle: "Footnote – agent",
    askLabel: "What would you like to know?",
    askPlaceholder: "Search, or ask a question",
    followPlaceholder: "Ask a follow-up, or something new",
    ask: "Ask",
    hint: "Pages appear as you type; Enter asks.",
    promise: "Answers are put together from the documentation alone. Every sentence carries a footnote to the words that say so.",
    knowledge: "Documentation",
    results: "Results",
    resultHelp: "Enter asks · ↑ ↓ choose a page · Esc closes",
    found: (n) => (n === 1 ? "1 page found" : `${n} pages found`),
    nothingFound: "No page matches this yet. Enter asks the question all the same.",
    looking: "Looking through the documentation…",
    reading: (n) => (n === 1 ? "Reading 1 passage…" : `Reading ${n} passages…`),
    ready: (n) => (n === 1 ? "The answer is ready, with 1 footnote." : `The answer is ready, with ${n} footnotes.`),
    refusedReady: "The documentation does not answer this.",
    clarifyReady: "One question back, with choices.",
    stopped: "Stopped.",
    stop: "Stop",
    footnotes: "Footnotes",
    footnote: (n) => `Footnote ${n}`,
    openFootnote: (n) => `Footnote ${n}, open`,
    page: "Page",
    section: "Section",
    dated: "Page dated",
    checked: "Last checked",
    why: "Why",
    whyTerms: (words) => `mentions ${words}`,
    whyWords: (n) => `no. ${n} by words`,
    whyMeaning: (n) => `no. ${n} by meaning`,
    open: "Open at this place",
    newTab: "opens in a new tab",
    close: "Close",
    copy: "Copy answer",
    copied: "Copied",
    copyFailed: "Copying is not allowed here",
    nearest: "The closest pages",
    passages: (n) => (n === 1 ? "1 passage was read" : `${n} passages were read`),
    conflict: (about) => `The pages do not agree on this: ${about}`,
    conflictAlone: "The pages do not agree on this.",
    earlier: "Earlier in this conversation",
    startOver: "Start over",
    retry: "Try again",
    offline: "No connection to the server. Check your network, then try again.",
    busy: (s) => `Many questions at the moment. Please try again in ${s} s.`,
    failed: "Something went wrong on the server.",
    cut: "The answer broke off before it was complete.",
    timedOut: "This took too long.",
    reference: (id) => `Reference: ${id}`,
    noKnowledge: "There is no documentation here yet. Add some with: footnote ingest https://…",
    listEnd: ", ",
    forAgents: "For agents",
    forCustomers: "Search page",
    otherLanguage: "中文",
    api: "API",

    conversation: "Conversation",
    conversationHint: "Type or paste what was said. A pasted transcript with names in front (“Customer: …”) is taken apart by itself.",
    who: "Who says it",
    customer: "Customer",
    agent: "Agent",
    message: "Message",
    messagePlaceholder: "Type or paste a message, or a whole transcript",
    add: "Add",
    suggest: "Suggest replies",
    suggestHint: "Ctrl+Enter adds the message and suggests replies",
    clear: "Clear",
    remove: (who) => `Remove this message of the ${who.toLowerCase()}`,
    switchRole: (who) => `Said by: ${who}. Switch`,
    replies: "Suggested replies",
    repliesEmpty: "Suggestions for a reply appear here, each with the places it rests on.",
    thinking: "Looking for what the documentation says…",
    understood: "Understood as: ",
    repliesReady: (n) => (n === 1 ? "1 suggestion is ready." : `${n} suggestions are ready.`),
    noReplies: "The documentation gives nothing to build a reply on.",
    kinds: { answer: "Answer", short: "Short answer", steps: "Steps", ask_back: "Asks back", hand_over: "Hands over" },
    draft: (n) => `Reply ${n}`,
    copyDraft: "Copy",
    copyDraftNotes: "Copy with footnotes",
    use: "Add to conversation",
    insert: (n) => `Insert footnote ${n}`,
    insertShort: "Insert",
    edited: "edited by you",
    kept: "Your edited draft was kept.",
    evidence: (n) => `Evidence for reply ${n}`,
    noEvidence: "No statement of fact in this one.",
  },
  zh: {
    searchTitle: "Footnote – 搜索",
    agentTitle: "Footnote – 客服",
    askLabel: "您想了解什么？",
    askPlaceholder: "搜索或提问",
    followPlaceholder: "继续追问，或换个问题",
    ask: "提问",
    hint: "输入即显示页面，回车提问。",
    promise: "回答只取自文档，每一句都附有脚注，指向说出这句话的原文。",
    knowledge: "文档",
    results: "搜索结果",
    resultHelp: "回车提问 · ↑ ↓ 选择页面 · Esc 关闭",
    found: (n) => `找到 ${n} 个结果`,
    nothingFound: "暂无匹配的页面，仍可按回车提问。",
    looking: "正在查阅文档……",
    reading: (n) => `正在阅读 ${n} 段原文……`,
    ready: (n) => `回答已就绪，共 ${n} 条脚注。`,
    refusedReady: "文档没有回答这个问题。",
    clarifyReady: "需要您先选择一项。",
    stopped: "已停止。",
    stop: "停止",
    footnotes: "脚注",
    footnote: (n) => `脚注 ${n}`,
    openFootnote: (n) => `打开脚注 ${n}`,
    page: "页面",
    section: "章节",
    dated: "页面日期",
    checked: "最近核对",
    why: "依据",
    whyTerms: (words) => `含有 ${words}`,
    whyWords: (n) => `按字词排第 ${n}`,
    whyMeaning: (n) => `按语义排第 ${n}`,
    open: "打开原文此处",
    newTab: "在新标签页打开",
    close: "关闭",
    copy: "复制回答",
    copied: "已复制",
    copyFailed: "此处不允许复制",
    nearest: "最接近的页面",
    passages: (n) => `查阅了 ${n} 段原文`,
    conflict: (about) => `各页面对此说法不一：${about}`,
    conflictAlone: "各页面对此说法不一。",
    earlier: "此前的对话",
    startOver: "重新开始",
    retry: "重试",
    offline: "无法连接服务器，请检查网络后重试。",
    busy: (s) => `当前提问较多，请在 ${s} 秒后重试。`,
    failed: "服务器出错了。",
    cut: "回答在完成前中断了。",
    timedOut: "处理时间过长。",
    reference: (id) => `参考编号：${id}`,
    noKnowledge: "这里还没有文档。添加方法：footnote ingest https://…",
    listEnd: "、",
    forAgents: "客服页面",
    forCustomers: "搜索页面",
    otherLanguage: "English",
    api: "API",

    conversation: "对话",
    conversationHint: "输入或粘贴对话内容。带有称呼的记录（如“客户：……”）会自动拆分。",
    who: "说话人",
    customer: "客户",
    agent: "客服",
    message: "消息",
    messagePlaceholder: "输入或粘贴一条消息，或整段对话记录",
    add: "添加",
    suggest: "建议回复",
    suggestHint: "Ctrl+Enter 添加消息并给出建议",
    clear: "清空",
    remove: (who) => `删除这条${who}消息`,
    switchRole: (who) => `说话人：${who}，切换`,
    replies: "建议回复",
    repliesEmpty: "建议的回复会显示在这里，并附上所依据的原文。",
    thinking: "正在查阅文档……",
    understood: "理解为：",
    repliesReady: (n) => `已给出 ${n} 条建议。`,
    noReplies: "文档中没有可用于回复的内容。",
    kinds: { answer: "回答", short: "简答", steps: "步骤", ask_back: "追问", hand_over: "转交" },
    draft: (n) => `回复 ${n}`,
    copyDraft: "复制",
    copyDraftNotes: "连脚注一起复制",
    use: "加入对话",
    insert: (n) => `插入脚注 ${n}`,
    insertShort: "插入",
    edited: "您已修改",
    kept: "已保留您修改过的草稿。",
    evidence: (n) => `回复 ${n} 的依据`,
    noEvidence: "这条回复不含事实陈述。",
  },
};

const chosenKey = "footnote.language";

function stored() {
  try {
    return localStorage.getItem(chosenKey);
  } catch {
    return null; // storage may be forbidden
  }
}

/** The language of the page: chosen by the reader, else the browser's. */
export const language = [stored(), ...navigator.languages].map((tag) => (tag ?? "").slice(0, 2)).find((tag) => tag in tables) ?? "en";

/** The words of that language. */
export const words = tables[language];

/** Changes to the other language and loads the page anew. */
export function switchLanguage() {
  try {
    localStorage.setItem(chosenKey, language === "zh" ? "en" : "zh");
  } catch {
    return;
  }
  location.reload();
}

/** Fills every element that names its words: data-words, and data-words-ATTRIBUTE. */
export function fill(root = document) {
  document.documentElement.lang = language === "zh" ? "zh-Hans" : language;
  for (const element of root.querySelectorAll("[data-words]")) element.textContent = words[element.dataset.words];
  for (const element of root.querySelectorAll("[data-words-placeholder]")) element.placeholder = words[element.dataset.wordsPlaceholder];
  for (const element of root.querySelectorAll("[data-words-label]")) element.setAttribute("aria-label", words[element.dataset.wordsLabel]);
}

/** A date as a reader writes it; "" for none. */
export function day(time) {
  const date = new Date(time ?? NaN);
  if (Number.isNaN(date.getTime())) return "";
  return date.toLocaleDateString(language === "zh" ? "zh-CN" : navigator.language, { year: "numeric", month: "long", day: "numeric" });
}
