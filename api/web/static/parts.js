// Small parts that the pages are put together from. Nothing here makes HTML of
// a text: what documents, questions and models say is only ever text.

/** Makes an element: el("a", {href, class: "x", onclick: f}, "text", child, …). */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== ""));
  return element;
}

/** The address if a link may lead there, else null: only web pages, never a script. */
export function webAddress(address) {
  try {
    const url = new URL(address);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

/** A link to a page of the documentation, or its bare text where the address is not one to follow. */
export function link(address, properties, ...children) {
  const href = webAddress(address);
  if (!href) return el("span", { class: properties.class }, ...children);
  return el("a", { ...properties, href, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

/** Ranges in bytes of UTF-8 as ranges of a JavaScript string, in order and inside it. */
export function characterRanges(text, ranges) {
  const bounds = [...new Set(ranges.flat())].sort((a, b) => a - b);
  const at = new Map();
  let bytes = 0;
  let units = 0;
  for (const character of text) {
    while (bounds.length && bounds[0] <= bytes) at.set(bounds.shift(), units);
    const code = character.codePointAt(0);
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    units += character.length;
  }
  for (const rest of bounds) at.set(rest, units);
  return ranges.map(([start, end]) => [at.get(start), at.get(end)]).filter(([start, end]) => start < end);
}

/** The question's words as they stand in a passage, each once. */
export function matched({ text, highlights }) {
  return [...new Set(characterRanges(text, highlights ?? []).map(([from, to]) => text.slice(from, to).toLowerCase()))];
}

const snippetLength = 220;

/** The part of a passage around its first match, with the matches marked. */
export function snippet(text, byteRanges) {
  const ranges = characterRanges(text, byteRanges ?? []);
  const flat = text.replaceAll("\n", " ");
  let start = 0;
  if (ranges.length && ranges[0][0] > 60) {
    start = flat.indexOf(" ", ranges[0][0] - 50) + 1;
    if (start === 0 || start > ranges[0][0]) start = ranges[0][0];
  }
  const end = Math.min(flat.length, start + snippetLength);
  const pieces = start > 0 ? ["… "] : [];
  let done = start;
  for (const [from, to] of ranges) {
    if (from < done || from >= end) continue;
    pieces.push(flat.slice(done, from), el("mark", {}, flat.slice(from, Math.min(to, end))));
    done = Math.min(to, end);
  }
  pieces.push(flat.slice(done, end), end < flat.length ? " …" : "");
  return pieces;
}

/** Where a passage or citation stands: "Title › Section", the title not said twice. */
export function place({ title, section }) {
  const path = (section ?? "").split(" > ").filter((part) => part && part !== title);
  return [title, ...path].filter(Boolean).join(" › ");
}

/** The address of a passage, at its heading. */
export function addressOf({ url, anchor }) {
  return anchor && !url.includes("#") ? `${url}#${encodeURIComponent(anchor)}` : url;
}

/** Puts text on the clipboard; says whether that worked. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyOldWay(text); // the clipboard is for secure pages only
  }
}

function copyOldWay(text) {
  const focused = document.activeElement;
  const area = el("textarea", { class: "unseen", "aria-hidden": "true", tabindex: "-1" });
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  focused?.focus();
  return done;
}

/** Says something to people who do not see the page, once. */
export function announce(text) {
  const region = document.getElementById("live");
  region.textContent = "";
  requestAnimationFrame(() => (region.textContent = text));
}
