// Shows GraphiQL when it can be loaded, and otherwise a small editor that needs nothing from outside.
"use strict";

const settings = JSON.parse(document.getElementById("settings").textContent);
const asked = new URLSearchParams(location.search);
const element = (id) => document.getElementById(id);

// Long enough for a slow line; whoever has no internet at all hears so at once.
const patience = 6000;

function loadScript({ url, integrity }) {
  return new Promise((loaded, failed) => {
    const script = document.createElement("script");
    // Scripts are fetched together and run in their order.
    Object.assign(script, { src: url, integrity, crossOrigin: "anonymous", async: false });
    script.onload = loaded;
    script.onerror = () => failed(new Error(url + " could not be loaded"));
    document.head.append(script);
  });
}

function loadStyle({ url, integrity }) {
  return new Promise((loaded, failed) => {
    const link = document.createElement("link");
    Object.assign(link, { rel: "stylesheet", href: url, integrity, crossOrigin: "anonymous" });
    link.onload = loaded;
    link.onerror = () => failed(new Error(url + " could not be loaded"));
    document.head.append(link);
  });
}

function loadGraphiQL() {
  const skipped = new Promise((_, failed) => {
    element("skip").onclick = () => failed(new Error("skipped"));
    setTimeout(() => failed(new Error("GraphiQL took too long to load")), patience);
  });
  const parts = [...settings.scripts.map(loadScript), ...settings.styles.map(loadStyle)];
  return Promise.race([Promise.all(parts), skipped]);
}

function showGraphiQL() {
  const own = asked.get("query");
  const tabs = own
    ? [{ query: own, variables: asked.get("variables") ?? "" }]
    : settings.examples.map(({ query }) => ({ query }));
  const ask = GraphiQL.createFetcher({ url: settings.endpoint });
  const graphiql = React.createElement(GraphiQL, {
    fetcher: (body, options) => (subscribes(body) ? follow(body) : ask(body, options)),
    defaultTabs: tabs,
    // A question in the address is shown, whatever was asked here before.
    ...(own ? { query: own, variables: asked.get("variables") ?? "" } : {}),
  });
  element("graphiql").hidden = false;
  ReactDOM.createRoot(element("graphiql")).render(graphiql);
}

function showSimple(reason) {
  element("simple").hidden = false;
  element("why").hidden = reason.message === "skipped";
  settings.examples.forEach(addExample);
  element("query").value = asked.get("query") ?? settings.examples[0].query;
  element("variables").value = asked.get("variables") ?? "";
  element("question").onsubmit = (event) => {
    event.preventDefault();
    run();
  };
  addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      element("question").requestSubmit();
    }
  });
}

function addExample({ dutch, english, query }) {
  const button = document.createElement("button");
  const translation = document.createElement("span");
  translation.lang = "en";
  translation.textContent = english;
  button.type = "button";
  button.append(dutch, translation);
  button.onclick = () => {
    element("query").value = query;
    // What was filled in for another example, such as the region, is kept where this one asks for it too.
    if (!query.includes("$")) element("variables").value = "";
    for (const other of element("examples").children) other.ariaPressed = String(other === button);
    run();
  };
  element("examples").append(button);
}

// Only the answer to the latest question is shown, and only that of a subscription goes on.
let latest = 0;
let following;

async function run() {
  const mine = ++latest;
  const began = performance.now();
  following?.return();
  say("…");
  try {
    const variables = element("variables").value.trim();
    const body = { query: element("query").value, variables: variables ? JSON.parse(variables) : undefined };
    if (subscribes(body)) return await watch(body, mine);
    const response = await post(body, "application/json");
    const answer = await response.json();
    if (mine !== latest) return;
    element("result").textContent = JSON.stringify(answer, null, 2);
    const errors = answer.errors?.length ?? 0;
    const took = Math.round(performance.now() - began) + " ms";
    say(errors ? `${errors} × fout · error, ${took}` : took, errors > 0);
  } catch (error) {
    if (mine !== latest) return;
    element("result").textContent = String(error);
    say("niet gelukt · failed", true);
  }
}

function post(body, accept, signal) {
  const headers = { "Content-Type": "application/json", Accept: accept };
  return fetch(settings.endpoint, { method: "POST", headers, body: JSON.stringify(body), signal });
}

// What a subscription has said, the newest first.
const shownAnswers = 20;

async function watch(body, mine) {
  const answers = [];
  let wrong = false;
  following = follow(body);
  element("result").textContent = "";
  say("volgt · following");
  for await (const answer of following) {
    if (mine !== latest) return;
    answers.unshift(JSON.stringify(answer, null, 2));
    element("result").textContent = answers.slice(0, shownAnswers).join("\n");
    wrong ||= Boolean(answer.errors);
    say(`volgt · following: ${answers.length}`, wrong);
  }
  if (mine === latest) say(`afgelopen · ended: ${answers.length}`, wrong);
}

function subscribes({ query, operationName }) {
  return operationName ? new RegExp(`\\bsubscription\\s+${operationName}\\b`).test(query) : /^\s*subscription\b/m.test(query);
}

// Gives the answers of a subscription until it ends or the caller returns, which also breaks off a wait for the next.
function follow(body) {
  const stop = new AbortController();
  const answers = events(body, stop.signal);
  return {
    [Symbol.asyncIterator]() { return this; },
    next: () => answers.next().catch((error) => (stop.signal.aborted ? { done: true } : Promise.reject(error))),
    return: async () => {
      stop.abort();
      return { done: true };
    },
  };
}

// A refused subscription is one answer; the others are server-sent events, each until an empty line.
async function* events(body, signal) {
  const response = await post(body, "text/event-stream", signal);
  if (!response.headers.get("Content-Type")?.startsWith("text/event-stream")) return yield await response.json();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const complete = (text + part.value).split("\n\n");
    text = complete.pop();
    for (const event of complete) {
      const data = event.split("\n").filter((line) => line.startsWith("data:")).map((line) => line.slice(5)).join("\n").trim();
      if (data) yield JSON.parse(data);
    }
  }
}

function say(text, wrong = false) {
  element("status").textContent = text;
  element("status").classList.toggle("wrong", wrong);
}

loadGraphiQL()
  .then(showGraphiQL)
  .catch(showSimple)
  .finally(() => (element("loading").hidden = true));
