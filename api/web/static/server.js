// Calls to the server. Every way in which one can fail becomes a Failure of
// one of a few kinds, so that the pages need to know only those.

/** kind: offline | busy | timeout | invalid | failed | cut */
export class Failure extends Error {
  constructor(kind, { message = "", requestID = "", seconds = 0 } = {}) {
    super(message || kind);
    Object.assign(this, { kind, text: message, requestID, seconds });
  }
}

async function call(path, options) {
  let reply;
  try {
    reply = await fetch(path, { credentials: "same-origin", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Failure("offline");
  }
  if (!reply.ok) throw await failureOf(reply);
  return reply;
}

async function failureOf(reply) {
  const body = await reply.json().catch(() => ({}));
  const { message, request_id: requestID } = body.error ?? {};
  const seconds = Number(reply.headers.get("Retry-After")) || 5;
  if (reply.status === 429 || reply.status === 503) return new Failure("busy", { message, requestID, seconds });
  if (reply.status === 504) return new Failure("timeout", { message, requestID });
  return new Failure(reply.status < 500 && message ? "invalid" : "failed", { message, requestID });
}

async function json(path, options) {
  const reply = await call(path, options);
  try {
    return await reply.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Failure("cut");
  }
}

function post(body, accept, signal) {
  return { method: "POST", headers: { "Content-Type": "application/json", Accept: accept }, body: JSON.stringify(body), signal };
}

/** Names of the knowledge bases. */
export async function knowledgeBases() {
  return (await json("/api/knowledge")).knowledge_bases;
}

/** Passages for what has been typed so far. */
export async function search(q, kb, n, signal) {
  const parameters = new URLSearchParams({ q, n, typing: true });
  if (kb) parameters.set("kb", kb);
  return (await json(`/api/search?${parameters}`, { signal })).passages;
}

/** Suggested replies to a conversation. */
export function replies(conversation, kb, signal) {
  return json("/api/replies", post({ conversation, kb: kb || undefined }, "application/json", signal));
}

/** The events of an answer, as they come: {name, data}. The last one is "done". */
export async function* answer(question, signal) {
  const reply = await call("/api/answers", post(question, "text/event-stream", signal));
  let last = "";
  for await (const event of events(reply.body)) {
    if (event.name === "error") {
      const { code, message, request_id: requestID } = event.data.error;
      throw new Failure(code === "timeout" ? "timeout" : code === "busy" ? "busy" : "failed", { message, requestID, seconds: 5 });
    }
    last = event.name;
    yield event;
  }
  if (last !== "done") throw new Failure("cut");
}

/** Reads server-sent events of a body: "event:" and "data:" lines, a blank line ends one, ":" is a comment. */
export async function* events(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let event = { name: "", data: "" };
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
      rest = lines.pop();
      for (const line of lines) {
        if (line === "" && event.name) {
          yield { name: event.name, data: JSON.parse(event.data) };
          event = { name: "", data: "" };
        } else if (line.startsWith("event: ")) event.name = line.slice(7);
        else if (line.startsWith("data: ")) event.data += line.slice(6);
      }
    }
  } catch (error) {
    if (error.name === "AbortError" || error instanceof Failure) throw error;
    throw new Failure("cut");
  } finally {
    reader.cancel().catch(() => {}); // whoever stops reading early ends the work behind it
  }
}
