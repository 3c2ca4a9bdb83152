// What can be heard: one at a time, below the words that say the same.

import { element } from "./element.js";

const LOST = "This cannot be played just now. The words say the same.";

let playing = null; // what was heard last

/** Something to listen to; nothing is loaded before it is wanted. */
export function sound(address) {
  const button = element("button", "listen", "Listen");
  button.type = "button";
  button.ariaLabel = "Listen to this message";
  const part = element("div", "sound", button);
  part.dataset.address = address;
  button.addEventListener("click", () => {
    play(part);
    part.querySelector("audio").focus();
  });
  return part;
}

/** Plays it from its beginning; a browser that does not want to waits for a tap. */
export async function play(part) {
  const audio = player(part.dataset.address, part);
  part.replaceChildren(audio);
  await audio.play().catch(() => {});
}

export function hush() {
  playing?.pause();
}

/** Takes it off the page; what is being heard just now may end first. */
export function retire(part) {
  if (part.contains(playing) && !playing.paused) part.dataset.retired = "";
  else part.remove();
}

function player(address, part) {
  const audio = element("audio", "");
  Object.assign(audio, { controls: true, preload: "auto", src: address });
  audio.ariaLabel = "This message, spoken";
  audio.addEventListener("play", () => take(audio));
  audio.addEventListener("ended", () => leave(audio));
  audio.addEventListener("error", () => part.replaceChildren(element("p", "lost", LOST)));
  return audio;
}

function take(audio) {
  if (playing === audio) return;
  hush();
  if (playing) leave(playing);
  playing = audio;
}

function leave(audio) {
  audio.closest("[data-retired]")?.remove();
}
