"use strict";
// Asks the calculator on this machine and shows its records as they come; everything is set as text, never as markup.

const $ = (name) => document.getElementById(name);
const POLL = 200, TYPING = 500;
let job = null, turn = 0, typing = null, file = null;

const HINTS = {
  string: "Symbols one after another, such as 0110 or ACGT; the alphabet is inferred unless it is set below.",
  bytes: "The bytes of the text or file.",
  bits: "The bits of the bytes of the text or file.",
  matrix: "A row a line, cells 0 and 1, with or without spaces or commas.",
  graph: "Two nodes a line, or an adjacency matrix; the figures depend on the order of the nodes, which is stated.",
};

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function say(text, isError) {
  $("status").textContent = text;
  $("status").className = isError ? "error" : "";
}

async function ask(method, path, body) {
  const request = { method };
  if (body !== undefined) {
    request.headers = { "Content-Type": "application/json" };
    request.body = JSON.stringify(body);
  }
  let reply;
  try {
    reply = await fetch(path, request);
  } catch {
    throw new Error("the calculator does not answer: is 'ait serve' still running?");
  }
  const record = await reply.json().catch(() => ({}));
  if (!reply.ok) throw new Error(record.error || `the calculator answered ${reply.status}`);
  return record;
}

async function question() {
  const asked = { kind: $("kind").value };
  if (file) {
    asked.name = file.name.slice(0, 200);
    const bytes = new Uint8Array(await file.arrayBuffer());
    let text = "";
    for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768));
    asked.base64 = btoa(text);
  } else {
    asked.text = $("text").value;
  }
  for (const name of ["table", "boundary", "alphabet"]) if ($(name).value) asked[name] = $(name).value;
  for (const name of ["block", "step"]) if ($(name).value) asked[name] = Number($(name).value);
  return asked;
}

async function cancel() {
  const old = job;
  job = null;
  $("cancel").disabled = true;
  if (old) await ask("DELETE", `/jobs/${old}`).catch(() => {});
}

async function run() {
  clearTimeout(typing);
  const mine = ++turn;
  await cancel();
  if (!file && !$("text").value) {
    say("Type, paste or choose something.");
    return;
  }
  try {
    const added = await ask("POST", "/jobs", await question());
    if (mine !== turn) {
      await ask("DELETE", `/jobs/${added.job}`);
      return;
    }
    job = added.job;
    $("cancel").disabled = false;
    say("computing …");
    await follow(job, mine);
  } catch (error) {
    if (mine === turn) say(error.message, true);
  }
}

async function follow(name, mine) {
  const shown = new Shown();
  for (let next = 0; ;) {
    const found = await ask("GET", `/jobs/${name}?after=${next}`);
    if (mine !== turn) return;
    next = found.next;
    for (const event of found.events) shown.add(event);
    if (found.state === "waiting") say("waiting for another calculation …");
    if (found.state === "running") say("computing …");
    if (["done", "failed", "cancelled"].includes(found.state)) {
      job = null;
      $("cancel").disabled = true;
      const error = found.events.find((event) => event.event === "error") || shown.error;
      say(error ? error.text : found.state, Boolean(error));
      shown.finish();
      return;
    }
    await new Promise((done) => setTimeout(done, POLL));
  }
}

// One answer on the page: a table a section, and below it what was said of it.
class Shown {
  constructor() {
    this.sections = new Map();
    this.error = null;
    this.place = $("answer");
    this.place.replaceChildren();
  }

  section(name) {
    if (!this.sections.has(name)) {
      const whole = element("section"), table = element("table"), head = element("thead"), row = element("tr");
      whole.append(element("h2", name));
      for (const [title, kind] of [["measure"], ["bits", "number"], ["per symbol", "number"], ["kind"], ["relative to"]]) {
        const cell = element("th", title, kind);
        cell.scope = "col";
        row.append(cell);
      }
      head.append(row);
      const body = element("tbody"), scroll = element("div", undefined, "scroll");
      table.append(head, body);
      scroll.append(table);
      scroll.tabIndex = 0;
      scroll.setAttribute("role", "region");
      scroll.setAttribute("aria-label", name);
      const words = element("div"), left = element("details"), list = element("ul");
      left.hidden = true;
      left.append(element("summary", "Left out, and why"), list);
      whole.append(scroll, words, left);
      this.place.append(whole);
      this.sections.set(name, { body, words, left, list, best: null });
    }
    return this.sections.get(name);
  }

  add(event) {
    if (event.event === "input") {
      const line = element("p");
      line.append(element("code", event.shown), " ", element("span", event.facts, "dim"));
      this.place.prepend(line);
    } else if (event.event === "figure") {
      this.figure(event);
    } else if (event.event === "left out") {
      const { left, list } = this.section(event.section);
      left.hidden = false;
      list.append(element("li", `${event.name}: ${event.reason}`));
    } else if (event.event === "sentence") {
      this.section(event.section).words.append(element("p", event.text));
    } else if (event.event === "witness") {
      const line = element("p", `${event.name} witness, ${event.machine}: `, "dim");
      line.append(element("code", event.text));
      this.section("Every measure").words.append(line);
    } else if (event.event === "error") {
      this.error = event;
    }
  }

  figure(event) {
    const section = this.section(event.section), row = element("tr");
    const name = element("th", event.name);
    name.scope = "row";
    name.title = event.method;
    row.append(
      name,
      element("td", event.bits.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 }), "number"),
      element("td", event.per_symbol.toFixed(4), "number"),
      element("td", event.kind, `kind ${event.kind.replace(" ", "-")}`),
      element("td", event.reference, "reference"),
    );
    section.body.append(row);
    if (event.is_code && event.name !== "universal mixture" && (!section.best || event.bits < section.best.bits)) {
      section.best = { bits: event.bits, row };
    }
  }

  finish() {
    for (const { best } of this.sections.values()) if (best) best.row.classList.add("best");
  }
}

function changed() {
  if (!$("live").checked) return;
  clearTimeout(typing);
  typing = setTimeout(run, TYPING);
}

async function start() {
  const kind = () => { $("hint").textContent = HINTS[$("kind").value]; };
  kind();
  $("question").addEventListener("submit", (event) => { event.preventDefault(); run(); });
  $("cancel").addEventListener("click", async () => { ++turn; await cancel(); say("cancelled"); });
  $("text").addEventListener("input", () => { file = null; $("file").value = ""; changed(); });
  $("file").addEventListener("change", () => { file = $("file").files[0] || null; changed(); });
  for (const name of ["kind", "table", "block", "step", "boundary", "alphabet"]) $(name).addEventListener("input", () => { kind(); changed(); });
  try {
    const settings = await ask("GET", "/settings");
    for (const table of settings.tables) $("table").append(element("option", table));
    for (const boundary of settings.boundaries) if (boundary !== "smaller") $("boundary").append(element("option", boundary));
    run();
  } catch (error) {
    say(error.message, true);
  }
}

start();
