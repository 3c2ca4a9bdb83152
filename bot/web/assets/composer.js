// Where the person writes.

export class Composer {
  constructor({ form, text, send, problem, onSend }) {
    Object.assign(this, { form, text, send, problem, onSend });
    this.sending = Promise.resolve();
    form.addEventListener("submit", (event) => this.submit(event));
    text.addEventListener("input", () => this.changed());
    text.addEventListener("keydown", (event) => this.key(event));
    if (matchMedia("(pointer: fine)").matches) text.focus();
    this.fit();
  }

  key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!this.send.disabled) this.form.requestSubmit();
  }

  changed() {
    this.problem.textContent = "";
    this.fit();
  }

  fit() {
    this.send.disabled = this.text.value.trim() === "";
    this.text.style.height = "auto";
    this.text.style.height = `${this.text.scrollHeight}px`;
  }

  submit(event) {
    event.preventDefault();
    const words = this.text.value.trim();
    if (!words) return;
    this.text.value = "";
    this.changed();
    this.text.focus();
    this.inOrder(() => this.deliver(words));
  }

  /** One after the other, so that messages arrive in the order in which they were made. */
  inOrder(send) {
    this.sending = this.sending.then(send);
  }

  async deliver(words) {
    try {
      await this.onSend(words);
    } catch (error) {
      this.giveBack(words);
      this.complain(error.message);
    }
  }

  giveBack(words) {
    this.text.value = [words, this.text.value].filter(Boolean).join("\n");
    this.fit();
  }

  complain(sentence) {
    this.problem.textContent = sentence;
  }
}
