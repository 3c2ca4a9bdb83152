// Plugs the page together: the log, the view of it, the line to the server, the composer.

import { Composer } from "./composer.js";
import { element } from "./element.js";
import { Line } from "./line.js";
import { Log } from "./log.js";
import { View } from "./view.js";

const PATIENCE = 300; // milliseconds before waiting is shown
const FLICKER = 400; // milliseconds for which a lost line is not worth a word
const TITLE = document.title;
const STATES = {
  open: "",
  lost: "Connection lost. Trying again …",
  resting: "This tab is resting, because the chat is open in several others. Select it to go on.",
};

const by = (id) => document.getElementById(id);
const root = by("log");
const typing = by("typing");
let waiting = 0;
let unread = 0;
let tapped;
let bannerTimer;

const view = new View({ scroller: by("scroller"), newer: by("newer") });
const log = new Log(root, { onTap: tap });
const line = new Line({ onHello: hello, onMessage: receive, onCurrent: settle, onState: state });
const composer = new Composer({
  form: by("composer"), text: by("text"), send: by("send"), problem: by("problem"), onSend: say,
});

function hello({ anew, menu }) {
  if (anew) {
    log.clear();
    root.ariaBusy = "true";
  }
  if (!by("menu").hasChildNodes()) by("menu").append(...menu.map(shortcut));
}

function shortcut({ name, description }) {
  const button = element("button", "", name[0].toUpperCase() + name.slice(1));
  button.type = "button";
  button.title = description;
  button.addEventListener("click", () => quietly(() => say(`/${name}`)));
  return button;
}

function receive(message) {
  const { item, isNew, isReworded } = log.show(message);
  if (root.ariaBusy === "true") return;
  if (isNew) {
    view.added(item);
  } else {
    view.changed(item, { asked: isReworded && message.id === tapped });
  }
  if (document.hidden && message.author === "coach") announce(unread + 1);
}

/** Everything that was said so far is on the page; from now on new messages are read out. */
function settle() {
  if (root.ariaBusy !== "true") return;
  root.ariaBusy = "false";
  if (root.querySelector(".person")) view.toEnd("instant"); // a first greeting reads from its top
}

function state(name) {
  clearTimeout(bannerTimer);
  const delay = name === "lost" ? FLICKER : 0;
  bannerTimer = setTimeout(() => { by("banner").textContent = STATES[name]; }, delay);
}

async function say(text) {
  view.follow();
  await patiently(line.send("/say", { text }));
}

async function tap(message, action) {
  view.following = true;
  tapped = message;
  await quietly(() => patiently(line.send("/tap", { message, action })));
}

async function quietly(sending) {
  try {
    composer.complain("");
    await sending();
  } catch (error) {
    composer.complain(error.message);
  }
}

/** Shows that an answer is being written, once that takes a noticeable time. */
async function patiently(sending) {
  waiting += 1;
  const timer = setTimeout(showTyping, PATIENCE);
  try {
    await sending;
  } finally {
    clearTimeout(timer);
    waiting -= 1;
    if (!waiting) typing.replaceChildren();
  }
}

function showTyping() {
  const dots = element("span", "dots", ...[0, 1, 2].map(() => element("i", "")));
  dots.ariaHidden = "true";
  typing.replaceChildren(element("span", "unseen", "The coach is writing …"), dots);
  if (view.following) view.toEnd();
}

function announce(count) {
  unread = count;
  document.title = count ? `(${count}) ${TITLE}` : TITLE;
}

by("newer").addEventListener("click", () => {
  view.follow();
  by("text").focus({ preventScroll: true });
});
document.addEventListener("visibilitychange", () => document.hidden || announce(0));

line.open();
