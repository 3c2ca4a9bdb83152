// One message: its drawing, its words, its sound, its file, its buttons.

import { element } from "./element.js";
import { file } from "./file.js";
import { picture } from "./picture.js";
import { retire, sound } from "./sound.js";

const STEP = /^(\d+[.)]|[•–-]) /;
const SIGN = /^\p{Extended_Pictographic}\uFE0F?\s+(?=\S)/u;
const MANY = 5; // single buttons that may stand below each other
const SESSION = "session:"; // how the action of every button on the card of a session begins

const PARTS = {
  picture: { of: (message) => message.picture, make: picture },
  words: { of: ({ title, text, note }) => ({ title, text, note }), make: bubble },
  sound: { of: ({ id, sound }) => sound && `/sounds/${id}/${sound}.ogg`, make: sound, drop: retire },
  file: { of: ({ id, document }) => document && { id, name: document }, make: file },
  choices: { of: ({ id, buttons }) => buttons && { id, buttons }, make: choices },
};

/** A message without content. */
export function blank({ id, author }) {
  const speaker = author === "person" ? "You said:" : "Coach said:";
  const item = element("article", `item ${author}`, element("span", "unseen", speaker));
  return Object.assign(item, { number: id, parts: {}, contents: {} });
}

/** What has not changed stays: a film plays on, and nothing is read out twice. */
export function fill(item, message, onTap) {
  for (const [name, { of, make }] of Object.entries(PARTS)) {
    const content = of(message);
    const written = JSON.stringify(content);
    if (written === item.contents[name]) continue;
    item.contents[name] = written;
    put(item, name, content ? make(content, onTap) : null);
  }
}

function put(item, name, part) {
  const below = Object.keys(PARTS).slice(Object.keys(PARTS).indexOf(name) + 1);
  const next = below.map((other) => item.parts[other]).find(Boolean);
  const { drop = (old) => old.remove() } = PARTS[name];
  if (item.parts[name]) drop(item.parts[name]);
  item.parts[name] = part;
  if (part) item.insertBefore(part, next ?? null);
}

function bubble({ title, text, note }) {
  const made = element("div", "bubble");
  if (title) made.append(element("p", "title", title));
  for (const paragraph of (text ?? "").split(/\n{2,}/)) {
    if (paragraph) made.append(element("p", "", ...paragraph.split("\n").map(line)));
  }
  if (note) made.append(element("p", "note", note));
  return made;
}

function line(text) {
  return element("span", STEP.test(text) ? "line step" : "line", text);
}

function choices({ id, buttons }, onTap) {
  const group = element("div", `choices ${layout(buttons)}`);
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "Choices");
  for (const row of buttons) {
    const tap = (action) => tapOnce(group, () => onTap(id, action));
    group.append(element("div", "row", ...row.map((choice) => button(choice, tap))));
  }
  return group;
}

function layout(rows) {
  const areSingle = rows.every((row) => row.length === 1);
  if (areSingle) return rows.length > MANY ? "list" : "";
  return rows.flat().every(({ action }) => action.startsWith(SESSION)) ? "pad" : "";
}

function button({ label, action }, tap) {
  // not every machine has a picture for every sign; the words say it all
  const made = element("button", "", label.replace(SIGN, ""));
  made.type = "button";
  made.dataset.action = action;
  made.addEventListener("click", () => tap(action));
  made.addEventListener("keydown", holdOn);
  return made;
}

/** A key that is held down is one tap: the next one might meet another button. */
function holdOn(event) {
  if (event.repeat && event.key === "Enter") event.preventDefault();
}

async function tapOnce(group, tap) {
  if (group.ariaBusy === "true") return;
  group.ariaBusy = "true";
  try {
    await tap();
  } finally {
    group.ariaBusy = "false";
  }
}
