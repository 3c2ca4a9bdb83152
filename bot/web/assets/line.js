// The line to the server: what comes in by itself, and what is sent.

const SILENCE = 45_000; // three signs of life of the server
const FIRST_HELLO = 5_000; // milliseconds that a message waits for the cookie of a new visitor
const UNREACHABLE = "That did not get through. Your words are still here: please try again.";
const UNHEARD = "Your voice message did not get through. Please say that again.";

export class Line {
  constructor({ onHello, onMessage, onCurrent, onState }) {
    Object.assign(this, { onHello, onMessage, onCurrent, onState });
    this.seen = 0;
    this.isLive = false; // everything from before has been told
    this.pause = 500;
    this.greeted = new Promise((resolve) => {
      this.greet = resolve;
      setTimeout(resolve, FIRST_HELLO);
    });
    addEventListener("online", () => this.open());
    document.addEventListener("visibilitychange", () => document.hidden || this.wake());
    addEventListener("focus", () => this.wake());
    // a page that is left counts as closed at once, not when the server notices
    addEventListener("pagehide", () => this.source?.close());
    addEventListener("pageshow", (event) => event.persisted && this.open());
  }

  open() {
    this.source?.close();
    clearTimeout(this.again);
    this.resting = this.isLive = false;
    const source = new EventSource(`/events?after=${this.seen}`);
    this.source = source;
    source.addEventListener("hello", (event) => this.hello(JSON.parse(event.data)));
    source.addEventListener("message", (event) => this.message(event));
    source.addEventListener("current", () => this.current());
    source.addEventListener("rest", () => this.rest());
    source.addEventListener("error", () => this.lost());
  }

  hello({ visitor, restart, menu, hears }) {
    const anew = restart || (this.visitor !== undefined && this.visitor !== visitor);
    this.visitor = visitor;
    this.greet();
    this.onHello({ anew, menu, hears });
  }

  message(event) {
    this.seen = Number(event.lastEventId);
    this.onMessage(JSON.parse(event.data));
    this.listen();
  }

  current() {
    this.pause = 500;
    this.isLive = true;
    this.onState("open");
    this.onCurrent();
    this.listen();
  }

  /** Without any sign of life the line is dead, whatever the browser believes. */
  listen() {
    clearTimeout(this.watch);
    this.watch = setTimeout(() => this.reopen(), SILENCE);
  }

  lost() {
    if (this.resting) return;
    this.onState("lost");
    this.reopen();
  }

  reopen() {
    this.source.close();
    clearTimeout(this.again);
    clearTimeout(this.watch);
    this.again = setTimeout(() => this.open(), this.pause * (0.75 + Math.random() / 2));
    this.pause = Math.min(this.pause * 1.6, 10_000);
  }

  rest() {
    this.resting = true;
    this.source.close();
    clearTimeout(this.watch);
    this.onState("resting");
  }

  wake() {
    if (this.resting) this.open();
  }

  /** Sends an object, or a recording. Resolves when it arrived; otherwise throws an error whose
   * message is for the person. */
  async send(address, content) {
    await this.greeted;
    const response = await post(address, content);
    const answer = await response.json().catch(() => ({}));
    if (response.status === 401) this.restart();
    if (!response.ok) throw new Error(answer.error ?? unreached(content));
    if (this.visitor !== undefined && answer.visitor !== this.visitor) this.restart();
  }

  /** The cookie is another one now: so is the chat. */
  restart() {
    this.seen = 0;
    this.open();
  }
}

async function post(address, content) {
  const body = isRecording(content) ? content : JSON.stringify(content);
  const kind = isRecording(content) ? content.type : "application/json";
  try {
    return await fetch(address, { method: "POST", headers: { "Content-Type": kind }, body });
  } catch {
    throw new Error(unreached(content));
  }
}

function isRecording(content) {
  return content instanceof Blob;
}

function unreached(content) {
  return isRecording(content) ? UNHEARD : UNREACHABLE;
}
