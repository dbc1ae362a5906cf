// A small editor with questions, which needs nothing but the server.
"use strict";

// As in page.css: below this width the answer stands under the question.
const narrow = matchMedia("(max-width: 55rem)");

async function show() {
  settings.examples.forEach(addExample);
  element("query").value = asked.get("query") ?? settings.examples[0].query;
  element("variables").value = asked.get("variables") ?? "";
  // On a phone the questions and the choice of a region are what is used.
  element("document").open = !narrow.matches || asked.has("query");
  element("query").oninput = offerRegions;
  element("region").onchange = chooseRegion;
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
  const regions = await begin();
  element("region").append(...regions.map(({ code, name }) => new Option(`${name} (${code})`, code)));
  element("region").value = "VR08";
  offerRegions();
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
    offerRegions();
    // What was filled in for another example, such as the region, is kept where this one asks for it too.
    if (!query.includes("$")) element("variables").value = "";
    for (const other of element("examples").children) other.ariaPressed = String(other === button);
    run();
  };
  element("examples").append(button);
}

// A question that asks for a region has one chosen from a list.
function offerRegions() {
  element("choice").hidden = !element("region").options.length || !/\$regio\b/.test(element("query").value);
}

function chooseRegion() {
  let variables = {};
  try {
    variables = JSON.parse(element("variables").value || "{}");
  } catch {
    // What is no JSON is left for what is.
  }
  element("variables").value = JSON.stringify({ ...variables, regio: element("region").value });
  run();
}

// Only the answer to the latest question is shown, and only that of a subscription goes on.
let latest = 0;
let following;

async function run() {
  const mine = ++latest;
  const began = performance.now();
  following?.return();
  say("…");
  tell([]);
  try {
    const body = { query: element("query").value, variables: variables() };
    if (subscribes(body)) return await watch(body, mine);
    const response = await post(body, "application/json");
    const answer = await response.json();
    if (mine !== latest) return;
    element("result").textContent = JSON.stringify(answer, null, 2);
    tell(answer.errors ?? []);
    const errors = answer.errors?.length ?? 0;
    const took = Math.round(performance.now() - began) + " ms";
    say(errors ? `${errors} × fout · error, ${took}` : took, errors > 0);
  } catch (error) {
    if (mine !== latest) return;
    element("result").textContent = String(error);
    tell([error]);
    say("niet gelukt · failed", true);
  }
  if (narrow.matches) element("answers").scrollIntoView();
}

// The variables that were filled in; an error in Dutch when they are no JSON object.
function variables() {
  const text = element("variables").value.trim();
  if (!text) return undefined;
  let given;
  try {
    given = JSON.parse(text);
  } catch {
    // The text of the browser is in a language of its own.
  }
  if (given === null || typeof given !== "object" || Array.isArray(given)) {
    element("document").open = true;
    throw new Error('De variabelen zijn geen JSON-object. Schrijf ze als { "regio": "VR08" }.');
  }
  return given;
}

// Says in Dutch what was wrong, and what mends it.
function tell(errors) {
  element("mistakes").hidden = errors.length === 0;
  element("mistakes").replaceChildren(...errors.slice(0, 10).map(({ message, path, extensions }) => {
    const item = document.createElement("li");
    const told = [extensions?.why, extensions?.remedy].filter(Boolean).join(" ");
    const where = extensions?.field ?? path?.join(".");
    item.textContent = told ? `${where ? where + ": " : ""}${told}` : message;
    item.title = message;
    return item;
  }));
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
    tell(answer.errors ?? []);
    wrong ||= Boolean(answer.errors);
    say(`volgt · following: ${answers.length}`, wrong);
  }
  if (mine === latest) say(`afgelopen · ended: ${answers.length}`, wrong);
}

function say(text, wrong = false) {
  element("status").textContent = text;
  element("status").classList.toggle("wrong", wrong);
}

show();
