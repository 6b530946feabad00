// The search box: a combobox (WAI-ARIA 1.2) that shows pages while one types.
// Enter asks what is typed, unless a page has been chosen with the arrows.
//
// Nothing happens while a text is being composed (Chinese and Japanese input):
// then Enter, arrows and Esc belong to the input method.

import { words } from "./words.js";
import { addressOf, announce, el, place, snippet, webAddress } from "./parts.js";
import { search } from "./server.js";

const pause = 100; // milliseconds between two searches: the first letter is searched at once, a fast typist's others not each
const shown = 6; // results: as many as fit below the box on a phone
const remembered = 50; // queries whose results are kept, so that deleting a letter is instant

export class SearchBox {
  #input = document.getElementById("q");
  #list = document.getElementById("results");
  #popup = document.getElementById("popup");
  #composing = false;
  #timer = 0;
  #next = 0; // time before which no further search starts
  #turn = 0; // of the newest query; results of an older one are dropped
  #abort = null;
  #cache = new Map();
  #active = -1;

  /** ask(question) is called for Enter and the button; trouble(failure or null) when searching fails or works. */
  constructor({ kb, ask, trouble }) {
    Object.assign(this, { kb, ask, trouble });
    const input = this.#input;
    input.addEventListener("compositionstart", () => (this.#composing = true));
    input.addEventListener("compositionend", () => {
      this.#composing = false;
      this.#typed();
    });
    input.addEventListener("input", (event) => event.isComposing || this.#composing || this.#typed());
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("focus", () => this.#list.children.length && input.value.trim() && this.#open(true));
    input.addEventListener("blur", () => this.#open(false));
    this.#popup.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
    input.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.#composing) this.#submit();
    });
  }

  /** Forgets results: they are another knowledge base's. */
  reset() {
    this.#cache.clear();
    this.#clear();
    if (this.#input.value.trim()) this.#typed();
  }

  #submit() {
    const question = this.#input.value.trim();
    if (!question) return this.#input.focus();
    this.#clear();
    this.#input.value = "";
    this.ask(question);
  }

  #clear() {
    clearTimeout(this.#timer);
    this.#turn++;
    this.#abort?.abort();
    this.#show([]);
  }

  #typed() {
    clearTimeout(this.#timer);
    const query = this.#input.value.trimStart(); // a space at the end says that the last word is whole
    if (!query) return this.#clear();
    if (this.#cache.has(query)) return this.#show(this.#cache.get(query));
    this.#timer = setTimeout(() => this.#search(query), Math.max(0, this.#next - performance.now()));
  }

  async #search(query) {
    this.#next = performance.now() + pause;
    const turn = ++this.#turn;
    this.#abort?.abort();
    this.#abort = new AbortController();
    try {
      const passages = await search(query, this.kb(), shown, this.#abort.signal);
      if (turn !== this.#turn) return;
      this.#remember(query, passages);
      this.trouble(null);
      this.#show(passages);
      announce(passages.length ? words.found(passages.length) : words.nothingFound);
    } catch (error) {
      if (error.name === "AbortError" || turn !== this.#turn) return;
      this.#show([]);
      this.trouble(error);
    }
  }

  #remember(query, passages) {
    this.#cache.set(query, passages);
    if (this.#cache.size > remembered) this.#cache.delete(this.#cache.keys().next().value);
  }

  #show(passages) {
    const options = passages.map((passage, i) => this.#option(passage, i));
    this.#list.replaceChildren(...options);
    this.#choose(-1);
    this.#open(options.length > 0 && document.activeElement === this.#input);
  }

  #option(passage, i) {
    return el(
      "a",
      { role: "option", id: `result-${i}`, "aria-selected": "false", tabindex: "-1", href: webAddress(addressOf(passage)), rel: "noreferrer", lang: passage.language },
      el("span", { class: "result-title" }, place(passage)),
      el("span", { class: "result-text" }, snippet(passage.text, passage.highlights)),
    );
  }

  #open(open) {
    this.#popup.hidden = !open;
    this.#input.setAttribute("aria-expanded", String(open));
    if (!open) this.#choose(-1);
  }

  #choose(n) {
    this.#list.children[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = n;
    const option = this.#list.children[n];
    if (!option) return this.#input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.#input.setAttribute("aria-activedescendant", option.id);
  }

  #key(event) {
    if (event.isComposing || this.#composing || event.keyCode === 229) return;
    const open = !this.#popup.hidden;
    const count = this.#list.children.length;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move && count && !event.altKey) {
      event.preventDefault();
      if (!open) this.#open(true);
      const places = count + 1; // the box itself is one of them
      this.#choose(((this.#active + 1 + move + places) % places) - 1);
    } else if (event.key === "Enter" && open && this.#active >= 0) {
      event.preventDefault();
      this.#list.children[this.#active].click();
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (open) this.#open(false);
      else this.#input.value = "";
    } else if (event.key === "Home" || event.key === "End") this.#choose(-1); // the cursor moves in the text
  }
}
