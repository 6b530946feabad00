// Footnotes: the marks in the text, the card that a mark opens, and the notes
// below the text.

import { day, words } from "./words.js";
import { el, link, matched, place } from "./parts.js";

const gap = 8; // pixels between a mark and its card, and between card and window

let card; // one for the page
let opener; // the mark that it belongs to

/** The marks of a sentence: one button for each citation, which may say its language and why it was found. */
export function marks(citations) {
  return citations.map((citation) =>
    el(
      "button",
      { type: "button", class: "note-mark", "aria-haspopup": "dialog", "aria-label": words.openFootnote(citation.number), onclick: (event) => open(event.currentTarget, citation) },
      String(citation.number),
    ),
  );
}

/** The notes below an answer, as at the foot of a printed page. */
export function notes(citations) {
  return el(
    "ol",
    { class: "notes", "aria-label": words.footnotes },
    citations.map((citation) =>
      el("li", { value: citation.number }, el("q", { lang: citation.language }, citation.quote), " — ", source(citation, place(citation))),
    ),
  );
}

function source(citation, text) {
  return link(citation.link || citation.url, { class: "source" }, text, el("span", { class: "unseen" }, ` (${words.newTab})`));
}

function row(name, value) {
  return value ? [el("dt", {}, name), el("dd", {}, value)] : [];
}

/** Why a passage was found, in words; "" if nothing is known. */
export function reasons(passage) {
  if (!passage) return "";
  const { why } = passage;
  const found = matched(passage);
  return [
    found.length && words.whyTerms(found.slice(0, 6).join(words.listEnd)),
    why.word_rank && words.whyWords(why.word_rank),
    why.vector_rank && words.whyMeaning(why.vector_rank),
  ]
    .filter(Boolean)
    .join(" · ");
}

function open(mark, citation) {
  card ??= makeCard();
  opener = mark;
  card.replaceChildren(
    el("h2", { id: "card-title" }, words.footnote(citation.number)),
    el("blockquote", { lang: citation.language }, citation.quote),
    el("dl", {}, row(words.page, citation.title), row(words.section, sectionOf(citation)), row(words.dated, day(citation.updated)), row(words.checked, day(citation.fetched)), row(words.why, citation.why)),
    el(
      "div",
      { class: "card-actions" },
      link(citation.link || citation.url, { class: "button" }, words.open, el("span", { class: "unseen" }, ` (${words.newTab})`)),
      el("button", { type: "button", class: "quiet", onclick: () => card.close() }, words.close),
    ),
  );
  mark.setAttribute("aria-expanded", "true");
  card.showModal(); // keeps the focus inside, closes on Esc, gives the focus back
  put(mark);
}

function sectionOf({ section, title }) {
  return section && section !== title ? section.replaceAll(" > ", " › ") : "";
}

function makeCard() {
  const dialog = el("dialog", { class: "card", "aria-labelledby": "card-title" });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close()); // beside the card
  dialog.addEventListener("close", () => {
    opener.removeAttribute("aria-expanded");
    opener.focus();
  });
  addEventListener("resize", () => dialog.open && put(opener));
  document.body.append(dialog);
  return dialog;
}

/** Puts the card below its mark, or above where there is more room; on a narrow screen CSS puts it at the bottom. */
function put(mark) {
  card.style.removeProperty("left");
  card.style.removeProperty("top");
  if (matchMedia("(max-width: 34rem)").matches) return;
  const at = mark.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = card;
  const left = Math.max(gap, Math.min(at.left - 24, document.documentElement.clientWidth - width - gap));
  const below = at.bottom + gap;
  const above = at.top - gap - height;
  const top = below + height > innerHeight && above > 0 ? above : below;
  card.style.left = `${left + scrollX}px`;
  card.style.top = `${top + scrollY}px`;
}
