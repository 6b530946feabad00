// A suggested reply that the agent may change, beside the places it rests on.

import { day, words } from "./words.js";
import { announce, copyText, el, link, place } from "./parts.js";

const mark = /\s?\[(\d+)\]/g;

/** Shows one reply. use(text) is called when the agent takes it. */
export class Draft {
  edited = false;

  constructor(reply, number, use) {
    this.citations = reply.citations ?? [];
    this.text = el("textarea", { class: "draft-text", "aria-label": words.draft(number), rows: "3" });
    this.text.value = reply.text;
    this.badge = el("span", { class: "badge", hidden: true }, words.edited);
    this.text.addEventListener("input", () => this.#changed());
    this.text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
      event.preventDefault();
      this.#copy(this.citations.length > 0, copies[0]);
    });
    const copies = this.citations.length ? [this.#copyButton(true), this.#copyButton(false)] : [this.#copyButton(false)];
    const take = el("button", { type: "button", class: "quiet", onclick: () => use(this.plain()) }, words.use);
    this.element = el(
      "article",
      { class: "draft" },
      el("header", {}, el("h3", {}, words.draft(number)), el("span", { class: "kind" }, words.kinds[reply.kind] ?? reply.kind), this.badge),
      el("div", { class: "draft-body" }, el("div", { class: "draft-own" }, this.text, el("div", { class: "bar" }, copies, take)), this.#evidence(number)),
    );
  }

  /** Makes the field as high as its text; once it is on the page. */
  fit() {
    this.text.style.height = "auto";
    this.text.style.height = `${this.text.scrollHeight + 2}px`;
  }

  /** Whether a newer suggestion must not take its place. */
  get held() {
    return this.edited || this.text === document.activeElement;
  }

  /** The text without marks. */
  plain() {
    return this.text.value.replaceAll(mark, "").trim();
  }

  /** The text with its marks, and below it the footnotes that are still used. */
  noted() {
    const used = new Set([...this.text.value.matchAll(mark)].map((found) => Number(found[1])));
    const list = this.citations.filter((citation) => used.has(citation.number)).map((citation) => `[${citation.number}] ${place(citation)}: ${citation.link || citation.url}`);
    return [this.text.value.trim(), ...(list.length ? ["", ...list] : [])].join("\n");
  }

  #changed() {
    this.edited = true;
    this.badge.hidden = false;
    this.fit();
  }

  #copyButton(withNotes) {
    const button = el("button", { type: "button" }, withNotes ? words.copyDraftNotes : words.copyDraft);
    button.addEventListener("click", () => this.#copy(withNotes, button));
    return button;
  }

  async #copy(withNotes, button) {
    const before = withNotes ? words.copyDraftNotes : words.copyDraft;
    button.textContent = (await copyText(withNotes ? this.noted() : this.plain())) ? words.copied : words.copyFailed;
    announce(button.textContent);
    setTimeout(() => (button.textContent = before), 2000);
  }

  #evidence(number) {
    if (!this.citations.length) return el("p", { class: "evidence hint" }, words.noEvidence);
    return el(
      "div",
      { class: "evidence", role: "group", "aria-label": words.evidence(number) },
      el("ol", { class: "notes" }, this.citations.map((citation) => this.#note(citation))),
    );
  }

  #note(citation) {
    const dates = [citation.updated && `${words.dated} ${day(citation.updated)}`, citation.fetched && `${words.checked} ${day(citation.fetched)}`].filter(Boolean);
    const insert = el("button", { type: "button", class: "plain", "aria-label": words.insert(citation.number) }, words.insertShort);
    insert.addEventListener("click", () => this.#insert(` [${citation.number}]`));
    return el(
      "li",
      { value: citation.number },
      el("q", {}, citation.quote),
      el("p", {}, link(citation.link || citation.url, {}, place(citation), el("span", { class: "unseen" }, ` (${words.newTab})`))),
      el("p", { class: "dates" }, dates.join(" · "), dates.length ? " · " : "", insert),
    );
  }

  #insert(text) {
    const { selectionStart, selectionEnd } = this.text;
    this.text.setRangeText(text, selectionStart, selectionEnd, "end");
    this.text.focus();
    this.#changed();
  }
}
