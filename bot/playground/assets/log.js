// The messages on the page: every text is set as text, never as markup.

const STEP = /^(\d+[.)]|[•–-]) /;
const SIGN = /^\p{Extended_Pictographic}\uFE0F?\s+(?=\S)/u;
const MANY = 5; // single buttons that may stand below each other

export function element(name, className, ...content) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...content);
  return made;
}

export class Log {
  constructor(root, { onTap }) {
    this.root = root;
    this.onTap = onTap;
    this.items = new Map();
  }

  clear() {
    this.items.clear();
    this.root.replaceChildren();
  }

  /** Shows a new message, or an edited one in its old place; tells what is new about it. */
  show(message) {
    const known = this.items.get(message.id);
    const item = this.build(message, known === undefined);
    this.items.set(message.id, item);
    if (known) {
      replaceKeepingFocus(known, item);
    } else {
      this.insert(item);
    }
    this.markDay(item);
    this.markDay(item.nextElementSibling);
    return { item, isNew: known === undefined, isReworded: known?.words !== item.words };
  }

  /** Messages stand in the order in which they were first said, edited ones too. */
  insert(item) {
    let next = null;
    let before = this.root.lastElementChild;
    while (before && before.number > item.number) {
      next = before;
      before = before.previousElementSibling;
    }
    this.root.insertBefore(item, next);
  }

  build(message, fresh) {
    const item = element("article", `item ${message.author}`, bubble(message));
    item.number = message.id;
    item.words = item.textContent;
    item.day = dayOf(message.at);
    if (fresh && this.root.ariaBusy !== "true") item.classList.add("fresh");
    if (message.buttons) item.append(this.choices(message));
    return item;
  }

  choices(message) {
    const isList = message.buttons.length > MANY && message.buttons.every((row) => row.length === 1);
    const group = element("div", isList ? "choices list" : "choices");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", "Choices");
    for (const row of message.buttons) {
      group.append(element("div", "row", ...row.map((choice) => this.button(message, choice))));
    }
    return group;
  }

  button(message, { label, action }) {
    // not every machine has a picture for every sign; the words say it all
    const button = element("button", "", label.replace(SIGN, ""));
    button.type = "button";
    button.dataset.action = action;
    button.addEventListener("click", () => this.tap(button, message.id, action));
    return button;
  }

  async tap(button, id, action) {
    const group = button.closest(".choices");
    if (group.ariaBusy === "true") return;
    group.ariaBusy = "true";
    try {
      await this.onTap(id, action);
    } finally {
      group.ariaBusy = "false";
    }
  }

  markDay(item) {
    if (!item) return;
    if (item.previousElementSibling?.day === item.day) {
      delete item.dataset.dayBegins;
    } else {
      item.dataset.dayBegins = item.day;
    }
  }
}

function bubble(message) {
  const speaker = message.author === "person" ? "You said:" : "Coach said:";
  const made = element("div", "bubble", element("span", "unseen", speaker));
  if (message.title) made.append(element("p", "title", message.title));
  for (const paragraph of (message.text ?? "").split(/\n{2,}/)) {
    if (paragraph) made.append(element("p", "", ...paragraph.split("\n").map(line)));
  }
  if (message.note) made.append(element("p", "note", message.note));
  return made;
}

function line(text) {
  return element("span", STEP.test(text) ? "line step" : "line", text);
}

/** Whoever stood on a button of the old message stands on the same one of the new. */
function replaceKeepingFocus(old, item) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  old.replaceWith(item);
  if (!focused) return;
  const buttons = [...item.querySelectorAll("button")];
  const same = buttons.find((button) => button.dataset.action === focused.dataset.action);
  const target = same ?? buttons[0] ?? item.querySelector(".bubble");
  if (target.matches(".bubble")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

function dayOf(moment) {
  const day = new Date(moment);
  const today = new Date();
  const days = Math.round((midnight(today) - midnight(day)) / 86_400_000);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  const year = day.getFullYear() === today.getFullYear() ? undefined : "numeric";
  return day.toLocaleDateString("en", { weekday: "long", day: "numeric", month: "long", year });
}

function midnight(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
