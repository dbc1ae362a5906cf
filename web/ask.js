// What both pages do: ask the server, follow a subscription, and say who is signed in.
"use strict";

const element = (id) => document.getElementById(id);
const settings = JSON.parse(element("settings").textContent);
const asked = new URLSearchParams(location.search);

function post(body, accept, signal) {
  const headers = { "Content-Type": "application/json", Accept: accept };
  return fetch(settings.endpoint, { method: "POST", headers, body: JSON.stringify(body), signal });
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

// Says who is signed in, and gives the regions to choose from; none when nobody is signed in who may read them.
async function begin() {
  const response = await post({ query: "{ viewer { actor roles regionCodes partnerKeys } registry { illustrations } regions { code name } }" }, "application/json");
  const { data } = await response.json();
  element("illustrations").hidden = !data?.registry?.illustrations;
  showViewer(data?.viewer);
  return data?.regions ?? [];
}

function showViewer(viewer) {
  const local = viewer?.actor === "local";
  element("who").hidden = local || (!viewer && !settings.sessions);
  element("name").textContent = viewer ? [viewer.actor, ...viewer.roles, ...viewer.regionCodes, ...viewer.partnerKeys].join(" · ") : "Niet aangemeld";
  element("sign-in").hidden = !settings.sessions || Boolean(viewer);
  element("sign-out").hidden = !settings.sessions || !viewer;
  element("sign-out").onclick = signOut;
}

// The issuer is elsewhere, where no request of a page goes; so the page goes there itself.
async function signOut() {
  const response = await fetch("auth/sign-out", { method: "POST", headers: { Accept: "application/json" } });
  location.assign((await response.json()).location);
}
