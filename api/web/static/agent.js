// The agent page: a conversation with a customer on one side, replies to it on
// the other. A customer's message brings suggestions by itself. What the agent
// has typed is never overwritten.

import { words } from "./words.js";
import { announce, el, link, place } from "./parts.js";
import { Failure, replies } from "./server.js";
import { frame, Knowledge } from "./frame.js";
import { transcript } from "./transcript.js";
import { Draft } from "./draft.js";

const pause = 300; // milliseconds between a customer's message and the question for replies: several may be added in a row

const $ = (id) => document.getElementById(id);
const knowledge = new Knowledge();
const turns = []; // {role, text}
let drafts = [];
let abort = null;
let timer = 0;

frame("agentTitle");
knowledge.load(() => turns.length && suggest()).then(
  (any) => any || say(words.noKnowledge),
  (failure) => say(textOf(failure), true),
);

function say(text, trouble = false) {
  $("state").textContent = text;
  $("state").classList.toggle("trouble", trouble);
  $("state").hidden = !text;
}

/** Adds what is in the field; says whether there was anything. */
function add() {
  const written = $("message").value.trim();
  if (!written) return false;
  const role = new FormData($("say")).get("role");
  turns.push(...(transcript(written) ?? [{ role, text: written }]));
  $("message").value = "";
  showTurns();
  return true;
}

function showTurns() {
  $("turns").replaceChildren(...turns.map(turnElement));
  $("turns").lastElementChild?.scrollIntoView({ block: "nearest" });
  $("empty").hidden = $("turns").children.length > 0;
  $("clear").hidden = !turns.length;
}

function turnElement(turn, i) {
  const who = words[turn.role];
  const role = el("button", { type: "button", class: "plain", "aria-label": words.switchRole(who) }, who);
  role.addEventListener("click", () => {
    turn.role = turn.role === "customer" ? "agent" : "customer";
    showTurns();
    $("turns").children[i].querySelector("button").focus();
  });
  const remove = el("button", { type: "button", class: "plain remove", "aria-label": words.remove(who) }, "×");
  remove.addEventListener("click", () => {
    turns.splice(i, 1);
    showTurns();
    $("message").focus();
  });
  return el("li", { class: turn.role }, el("div", { class: "turn-head" }, role, remove), el("p", {}, turn.text));
}

/** Asks for replies to the conversation as it is now. */
async function suggest() {
  clearTimeout(timer);
  abort?.abort();
  if (!turns.length) return $("message").focus();
  const mine = (abort = new AbortController());
  say(words.thinking);
  $("drafts").setAttribute("aria-busy", "true");
  try {
    const found = await replies(turns, knowledge.name, mine.signal);
    show(found);
  } catch (failure) {
    if (failure.name === "AbortError") return;
    say(textOf(failure), true);
    announce(textOf(failure));
    if (!(failure instanceof Failure)) throw failure;
  } finally {
    if (mine === abort) $("drafts").removeAttribute("aria-busy");
  }
}

function textOf(failure) {
  return { offline: words.offline, busy: words.busy(failure.seconds), timeout: words.timedOut, cut: words.cut, invalid: failure.text }[failure.kind] ?? words.failed;
}

function show(found) {
  const kept = drafts.filter((draft) => draft.held);
  const fresh = found.replies.map((reply, i) => new Draft(reply, kept.length + i + 1, use));
  for (const draft of drafts) if (!draft.held) draft.element.remove();
  drafts = [...kept, ...fresh];
  $("drafts").append(...fresh.map((draft) => draft.element)); // kept ones stay where they are: moving one would take its focus
  for (const draft of fresh) draft.fit();
  say(found.replies.length ? "" : words.noReplies);
  $("asides").replaceChildren(...asides(found, kept.length > 0));
  announce(found.replies.length ? words.repliesReady(found.replies.length) : words.noReplies);
}

/** What belongs to the suggestions as a whole. */
function asides(found, kept) {
  const nearest = found.nearest ?? [];
  return [
    found.question ? el("p", { class: "understood" }, words.understood, el("q", {}, found.question)) : null,
    kept ? el("p", { class: "aside" }, words.kept) : null,
    ...(found.notes ?? []).map((note) => el("p", { class: "aside" }, note)),
    nearest.length ? el("div", { class: "nearest" }, el("h3", {}, words.nearest), el("ul", { class: "pages" }, nearest.map((page) => el("li", {}, link(page.url, {}, place(page)))))) : null,
  ].filter(Boolean);
}

/** Takes a draft into the conversation as what the agent said. */
function use(text) {
  turns.push({ role: "agent", text });
  clearDrafts();
  showTurns();
  $("message").focus();
}

function clearDrafts() {
  abort?.abort();
  clearTimeout(timer);
  drafts = [];
  for (const id of ["drafts", "asides"]) $(id).replaceChildren();
  say(words.repliesEmpty);
}

$("say").addEventListener("submit", (event) => {
  event.preventDefault();
  if (!add()) return;
  $("message").focus();
  clearTimeout(timer);
  if (turns.at(-1).role === "customer") timer = setTimeout(suggest, pause);
});

$("message").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  event.preventDefault();
  add();
  suggest();
});

$("suggest").addEventListener("click", () => {
  add();
  suggest();
});

$("clear").addEventListener("click", () => {
  turns.length = 0;
  clearDrafts();
  showTurns();
  $("message").focus();
});
