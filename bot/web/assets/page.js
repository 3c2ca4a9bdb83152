// Plugs the page together: the log, the view of it, the line to the server, the composer.

import { Composer } from "./composer.js";
import { element } from "./element.js";
import { Line } from "./line.js";
import { Log } from "./log.js";
import { Recorder } from "./recorder.js";
import { hush, play } from "./sound.js";
import { View } from "./view.js";

const PATIENCE = 300; // milliseconds before waiting is shown
const FLICKER = 400; // milliseconds for which a lost line is not worth a word
const TITLE = document.title;
const SILENCE = /^\/voice\s+off\b/i;
const SILENCING = "voice:off"; // the button that does the same
const STATES = {
  open: "",
  lost: "Connection lost. Trying again …",
  resting: "This tab is resting, because the chat is open in several others. Select it to go on.",
};

const by = (id) => document.getElementById(id);
const root = by("log");
const typing = by("typing");
const tabs = new BroadcastChannel("talk"); // the other tabs of this browser
let waiting = 0;
let unread = 0;
let isMine = false; // the last words were sent from this tab, so answers are heard here
let tapped;
let bannerTimer;

const view = new View({ scroller: by("scroller"), newer: by("newer") });
const log = new Log(root, { onTap: tap });
const line = new Line({ onHello: hello, onMessage: receive, onCurrent: settle, onState: state });
const composer = new Composer({
  form: by("composer"), text: by("text"), send: by("send"), problem: by("problem"), onSend: say,
});
const recorder = new Recorder({
  form: by("composer"), button: by("record"), discard: by("discard"), clock: by("clock"), news: by("news"),
  onBegin: listen, onTake: speak, onTrouble: (sentence) => composer.complain(sentence),
});

function hello({ anew, menu, hears }) {
  recorder.offer(hears);
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
  const { item, isNew, isReworded, toHear } = log.show(message);
  if (root.ariaBusy === "true") return;
  if (isNew) {
    view.added(item);
  } else {
    view.changed(item, { asked: isReworded && message.id === tapped });
  }
  if (toHear && line.isLive && isMine && !document.hidden && !recorder.isOn) play(toHear);
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
  if (SILENCE.test(text)) hush();
  await patiently(send("/say", { text }), "The coach is writing …");
}

/** The person is about to speak. */
function listen() {
  hush();
  composer.complain("");
}

function speak(recording) {
  view.follow();
  const sending = () => patiently(send("/listen", recording), "The coach is listening …");
  composer.inOrder(() => quietly(sending));
}

function send(address, content) {
  isMine = true;
  tabs.postMessage("They talk to me now.");
  return line.send(address, content);
}

async function tap(message, action) {
  view.following = true;
  tapped = message;
  if (action === SILENCING) hush();
  await quietly(() => patiently(send("/tap", { message, action }), "The coach is writing …"));
}

async function quietly(sending) {
  try {
    composer.complain("");
    await sending();
  } catch (error) {
    composer.complain(error.message);
  }
}

/** Shows that an answer is on its way, once that takes a noticeable time. */
async function patiently(sending, sentence) {
  waiting += 1;
  const timer = setTimeout(() => showTyping(sentence), PATIENCE);
  try {
    await sending;
  } finally {
    clearTimeout(timer);
    waiting -= 1;
    if (!waiting) typing.replaceChildren();
  }
}

function showTyping(sentence) {
  const dots = element("span", "dots", ...[0, 1, 2].map(() => element("i", "")));
  dots.ariaHidden = "true";
  typing.replaceChildren(element("span", "unseen", sentence), dots);
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
tabs.addEventListener("message", () => { isMine = false; });

line.open();
