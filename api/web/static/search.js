// The search page: the box, and below it the conversation, newest first.

import { words } from "./words.js";
import { announce, el } from "./parts.js";
import { answer, Failure } from "./server.js";
import { AnswerView } from "./answer.js";
import { frame, Knowledge } from "./frame.js";
import { SearchBox } from "./box.js";

const maxHistory = 20; // messages that are sent along: a page's conversation is short, and only the last ones count

const $ = (id) => document.getElementById(id);
const knowledge = new Knowledge();
const history = []; // {role, text}, oldest first
let current = null; // {view, abort} of the newest question

frame("searchTitle");
const box = new SearchBox({ kb: () => knowledge.name, ask, trouble });

function trouble(failure) {
  const text = !failure ? words.hint : failure.kind === "offline" ? words.offline : failure.kind === "busy" ? words.busy(failure.seconds) : failure.text || words.failed;
  $("hint").textContent = text;
  $("hint").classList.toggle("trouble", Boolean(failure));
  if (failure) announce(text);
}

/** Asks a question; what was asked before it goes along as history. */
async function ask(question, labels) {
  current?.abort.abort();
  current?.view.settle();
  const abort = new AbortController();
  const view = new AnswerView(question, {
    choose: (choice) => ask(choice.question, choice.labels),
    retry: () => {
      view.element.remove();
      ask(question, labels);
    },
    stop: () => abort.abort(),
  });
  current = { view, abort };
  show(view.element);
  try {
    const request = { question, kb: knowledge.name || undefined, history: history.slice(-maxHistory), labels };
    for await (const event of answer(request, abort.signal)) view.show(event);
    remember(view.answer);
    trouble(null);
  } catch (error) {
    view.fail(error.name === "AbortError" ? new Failure("stopped") : error instanceof Failure ? error : new Failure("failed"));
    if (!(error instanceof Failure) && error.name !== "AbortError") throw error;
  }
}

function remember(answer) {
  const said = answer.text || answer.refusal?.message || answer.clarify?.question || "";
  history.push({ role: "user", text: answer.question }, { role: "assistant", text: said.replaceAll(/\[\d+\]/g, "") });
  $("q").placeholder = words.followPlaceholder;
}

/** Puts an answer on top; those before it move below a heading. */
function show(element) {
  const before = $("now").firstElementChild;
  if (before) $("before").prepend(before);
  $("now").replaceChildren(element);
  $("promise").hidden = true;
  $("again").hidden = false;
  $("earlier").hidden = !$("before").children.length;
  if (matchMedia("(pointer: coarse)").matches) $("q").blur(); // the keyboard would cover the answer
}

$("again").addEventListener("click", () => {
  current?.abort.abort();
  current = null;
  history.length = 0;
  for (const id of ["now", "before"]) $(id).replaceChildren();
  $("promise").hidden = false;
  $("again").hidden = $("earlier").hidden = true;
  $("q").placeholder = words.askPlaceholder;
  $("q").focus();
});

function start() {
  knowledge.load(() => box.reset()).then(
    (any) => {
      if (!any) $("promise").replaceChildren(el("strong", {}, words.noKnowledge));
      const asked = new URLSearchParams(location.search).get("q")?.trim();
      if (asked && any) ask(asked);
    },
    (failure) => trouble(failure),
  );
}

start();
