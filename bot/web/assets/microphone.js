// The microphone: one recording at a time, which is never written anywhere.

const KINDS = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
const BITS = 32_000; // a second: plenty for speech, and a minute is a quarter of a megabyte

/** Only a page that came over a safe line, or from this machine, may ask for the microphone. */
export const canRecord = Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);

/** A recording that has begun; throws what the browser says when there can be none. */
export async function beginTake() {
  return new Take(await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } }));
}

class Take {
  constructor(stream) {
    this.stream = stream;
    const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
    this.recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS });
    // one piece, at the end: when it was asked for, or the microphone was unplugged
    this.content = new Promise((resolve) => {
      this.recorder.addEventListener("dataavailable", ({ data }) => resolve(data), { once: true });
    });
    this.recorder.start();
    this.began = performance.now();
  }

  get seconds() {
    return (performance.now() - this.began) / 1000;
  }

  /** From now on nothing is heard, and the browser shows so. */
  end() {
    if (this.recorder.state !== "inactive") this.recorder.stop();
    for (const track of this.stream.getTracks()) track.stop();
  }
}
