// One question and its answer on the page, from "looking" to the last footnote.

import { language, words } from "./words.js";
import { addressOf, announce, copyText, el, link, place, snippet } from "./parts.js";
import { marks, notes, reasons } from "./notes.js";

const closers = /[。！？；：，、”’」』）】…]$/; // no space follows these

/** Shows an answer. Give it events by show(), the end by finish() or fail(). */
export class AnswerView {
  #sentences = [];
  #passages = [];
  #answer = null;

  /** actions: {choose(choice), retry(), stop()} */
  constructor(question, actions) {
    this.question = question;
    this.actions = actions;
    this.state = el("p", { class: "state" }, words.looking);
    this.text = el("div", { class: "text" });
    this.stop = el("button", { type: "button", class: "quiet", onclick: actions.stop }, words.stop);
    this.rest = el("div", { class: "rest" }, this.stop);
    this.element = el("article", { class: "answer", "aria-busy": "true" }, el("h2", {}, question), this.state, this.text, this.rest);
  }

  /** The finished answer, null before. */
  get answer() {
    return this.#answer;
  }

  show({ name, data }) {
    if (name === "passages") {
      this.#passages = data;
      if (data.length) this.state.textContent = words.reading(data.length);
    } else if (name === "sentence") {
      this.#sentences.length = data.index; // a composer that failed starts over
      this.#sentences.push(data);
      this.#write(this.#sentences);
    } else if (name === "done") this.#finish(data);
  }

  fail(failure) {
    this.#end();
    const text = { offline: words.offline, busy: words.busy(failure.seconds), timeout: words.timedOut, cut: words.cut, stopped: words.stopped, invalid: failure.text }[failure.kind] ?? words.failed;
    this.element.classList.add("failed");
    this.rest.replaceChildren(
      el("p", { class: "trouble" }, text, failure.kind === "failed" && failure.requestID ? el("small", {}, words.reference(failure.requestID)) : ""),
      failure.kind === "invalid" ? "" : el("button", { type: "button", onclick: this.actions.retry }, words.retry),
    );
    announce(text);
  }

  /** Takes away what one can do only with the newest answer. */
  settle() {
    for (const button of this.element.querySelectorAll(".choices button")) button.disabled = true;
  }

  #end() {
    this.element.removeAttribute("aria-busy");
    this.state.remove();
  }

  #finish(answer) {
    this.#answer = answer;
    this.#passages = answer.passages ?? this.#passages;
    this.#end();
    this.element.lang = answer.language === "zh" ? "zh-Hans" : answer.language || language;
    const citations = answer.citations.map((citation) => this.#known(citation));
    const byNumber = new Map(citations.map((citation) => [citation.number, citation]));
    const cited = (numbers) => numbers.map((number) => byNumber.get(number)).filter(Boolean);
    this.#write(answer.sentences.map((sentence) => ({ ...sentence, citations: cited(sentence.citations) })));
    this.rest.replaceChildren(
      ...(answer.conflicts ?? []).map((conflict) => this.#conflict(conflict, cited(conflict.citations))),
      ...(answer.notes ?? []).map((note) => el("p", { class: "aside" }, note)),
      ...this.#refusal(answer.refusal),
      ...this.#clarify(answer.clarify),
      ...(answer.citations.length ? [notes(citations), this.#copyButton(answer)] : []),
      ...this.#read(),
    );
    announce(answer.refusal ? words.refusedReady : answer.clarify ? words.clarifyReady : words.ready(answer.citations.length));
  }

  /** Lays sentences out: running text, numbered steps, entries and rows. An entry between steps belongs to the step before it. */
  #write(sentences) {
    const blocks = [];
    let block = null;
    let kind = null;
    let part = 0;
    for (const sentence of sentences) {
      const own = sentence.block ?? "";
      if ((sentence.part ?? 0) !== part) [block, kind, part] = [null, null, sentence.part ?? 0];
      const within = kind === "step" && ["item", "more", "code"].includes(own);
      if (!within && (!block || own !== kind)) {
        block = el({ step: "ol", item: "ul", row: "ul", code: "pre" }[own] ?? "p", { class: own && own !== "code" ? own + "s" : null });
        kind = own;
        blocks.push(block);
      }
      this.#place(within ? partOf(block.lastElementChild, own) : block, own, sentence);
    }
    this.text.replaceChildren(...blocks);
  }

  #place(block, kind, sentence) {
    const noted = marks((sentence.citations ?? []).map((citation) => this.#known(citation)));
    if (kind === "step" || kind === "item") block.append(el("li", {}, tied(sentence.text, noted)));
    else if (kind === "row") block.append(el("li", {}, row(sentence.text, noted)));
    else if (kind === "code") block.append(sentence.text, ...noted, "\n");
    else {
      const before = block.lastChild ? block.dataset.last : "";
      block.append(before && !closers.test(before) ? " " : "", el("span", { class: "sentence" }, tied(sentence.text, noted)));
      block.dataset.last = sentence.text.slice(-1);
    }
  }

  /** A citation with what its passage tells: the language, and why it was found. */
  #known(citation) {
    const passage = this.#passages.find((passage) => passage.chunk === citation.chunk);
    return { ...citation, language: passage?.language, why: reasons(passage) };
  }

  #conflict(conflict, citations) {
    return el("p", { class: "aside conflict" }, conflict.about ? words.conflict(conflict.about) : words.conflictAlone, marks(citations));
  }

  #refusal(refusal) {
    if (!refusal) return [];
    const nearest = refusal.nearest ?? [];
    return [
      el("p", { class: "refusal" }, refusal.message),
      nearest.length ? el("h3", {}, words.nearest) : "",
      nearest.length ? el("ul", { class: "pages" }, nearest.map((page) => el("li", {}, link(page.url, {}, place(page))))) : "",
    ];
  }

  #clarify(clarify) {
    if (!clarify) return [];
    const choices = clarify.choices.map((choice) => el("button", { type: "button", onclick: () => this.actions.choose(choice) }, choice.label));
    return [el("p", { class: "clarify" }, clarify.question), el("div", { class: "choices" }, choices)];
  }

  #copyButton(answer) {
    const button = el("button", { type: "button", class: "quiet" }, words.copy);
    button.addEventListener("click", async () => {
      const done = await copyText(withNotes(answer));
      button.textContent = done ? words.copied : words.copyFailed;
      announce(button.textContent);
      setTimeout(() => (button.textContent = words.copy), 2000);
    });
    return button;
  }

  /** What was read for the answer, for who wants to look further. */
  #read() {
    if (!this.#passages.length) return [];
    const entries = this.#passages.map((passage) =>
      el("li", {}, link(addressOf(passage), {}, place(passage)), el("p", { lang: passage.language }, snippet(passage.text, passage.highlights)), el("p", { class: "why" }, reasons(passage))),
    );
    return [el("details", { class: "read" }, el("summary", {}, words.passages(entries.length)), el("ol", {}, entries))];
  }
}

/** The part of a step that takes what belongs to it: entries, running text or code. */
function partOf(step, kind) {
  const [tag, classes] = { item: ["ul", "items"], more: ["p", "more"], code: ["pre", null] }[kind];
  const last = step.lastElementChild;
  if (last?.tagName === tag.toUpperCase()) return last;
  const part = el(tag, { class: classes });
  step.append(part);
  return part;
}

/** A table row as a sentence, "Name — Column: cell; …" or "名称——列：值；…": its name stands out. */
function row(text, noted) {
  const at = text.search(/ — |——/);
  return at > 0 ? [el("strong", {}, text.slice(0, at)), tied(text.slice(at), noted)] : tied(text, noted);
}

const longestTied = 24; // characters: a longer word may break, rather than stick out

/** A text and its marks, which are not parted from the last word by the end of a line. */
function tied(text, noted) {
  const word = /[\u3000-\u9fff\uff00-\uffef]{1,2}$|\S+$/.exec(text)?.[0] ?? "";
  if (!noted.length || word.length > longestTied) return [text, ...noted];
  return [text.slice(0, text.length - word.length), el("span", { class: "tied" }, word, noted)];
}

/** An answer with its footnotes, as plain text. */
export function withNotes({ text, citations }) {
  const list = citations.map((citation) => `[${citation.number}] ${place(citation)}: “${citation.quote}”\n    ${citation.link || citation.url}`);
  return [text, ...(list.length ? ["", ...list] : [])].join("\n");
}
