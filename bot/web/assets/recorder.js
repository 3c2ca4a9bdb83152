// Where the person speaks: press to begin, press again to send, Escape to throw it away.

import { beginTake, canRecord } from "./microphone.js";

const LONGEST = 60; // seconds after which a recording is sent by itself
const SHORTEST = 0.4; // seconds below which nothing can have been said
const TOLD = 15; // seconds between two times that the time is read out
const TICK = 200; // milliseconds

const REFUSALS = {
  NotAllowedError: "The microphone is not allowed here. Allow it in the settings of your browser, or type.",
  NotFoundError: "No microphone was found. Connect one, or type.",
  NotReadableError: "The microphone is busy: another program may be using it. Close that, or type.",
};
const REFUSED = "The microphone could not be used. Please type.";
const TOO_SHORT = "That was too short. Press, speak, then press again.";

export class Recorder {
  constructor({ form, button, discard, clock, news, onBegin, onTake, onTrouble }) {
    Object.assign(this, { form, button, discard, clock, news, onBegin, onTake, onTrouble });
    this.wanted = null; // stands for the recording that is asked for or under way
    this.take = null;
    button.addEventListener("click", () => this.press());
    button.addEventListener("keydown", (event) => event.repeat && event.preventDefault());
    discard.addEventListener("click", () => this.drop());
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.drop());
    addEventListener("pagehide", () => this.drop());
  }

  /** The button is there where somebody listens. */
  offer(hears) {
    this.button.hidden = !(hears && canRecord);
  }

  get isOn() {
    return this.wanted !== null;
  }

  press() {
    if (this.take) this.take.end();
    else if (this.isOn) this.drop();
    else this.begin();
  }

  async begin() {
    const wanted = (this.wanted = Symbol("recording"));
    this.onBegin();
    this.show("asking", "Waiting for the microphone.");
    try {
      const take = await beginTake();
      if (this.wanted === wanted) this.record(take);
      else take.end();
    } catch (error) {
      if (this.wanted !== wanted) return;
      this.rest("");
      this.onTrouble(REFUSALS[error.name] ?? REFUSED);
    }
  }

  record(take) {
    this.take = take;
    this.told = 0;
    this.show("recording", "Recording.");
    this.ticking = setInterval(() => this.tick(), TICK);
    this.tick();
    take.content.then((content) => this.ended(take, content));
  }

  tick() {
    const seconds = Math.floor(this.take.seconds);
    this.clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (seconds >= this.told + TOLD) {
      this.told = seconds;
      this.news.textContent = `${seconds} seconds.`;
    }
    if (this.take.seconds >= LONGEST) this.take.end();
  }

  ended(take, content) {
    if (this.take !== take) return;
    const { seconds } = take;
    take.end();
    if (seconds < SHORTEST) {
      this.rest("");
      this.onTrouble(TOO_SHORT);
    } else {
      this.rest("Sent.");
      this.onTake(content);
    }
  }

  drop() {
    if (!this.isOn) return;
    const { take } = this;
    this.rest("Cancelled.");
    take?.end();
  }

  rest(news) {
    clearInterval(this.ticking);
    this.wanted = this.take = null;
    if (document.activeElement === this.discard) this.button.focus();
    this.show("", news);
  }

  show(state, news) {
    this.form.dataset.recording = state;
    this.button.ariaPressed = String(state === "recording");
    this.button.ariaBusy = String(state === "asking");
    this.news.textContent = news;
  }
}
