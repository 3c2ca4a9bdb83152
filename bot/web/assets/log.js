// The messages on the page, in the order in which they were first said.

import { keepingFocus, passFocus } from "./focus.js";
import { blank, fill } from "./message.js";

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
    const item = known ?? this.build(message);
    const before = { ...item.contents };
    keepingFocus(item, () => fill(item, message, this.onTap));
    if (!known) this.add(item);
    const { words, sound } = item.contents;
    return {
      item,
      isNew: !known,
      isReworded: before.words !== words,
      toHear: before.sound === sound ? null : item.parts.sound,
    };
  }

  build(message) {
    const item = blank(message);
    item.day = dayOf(message.at);
    if (this.root.ariaBusy !== "true") item.classList.add("fresh");
    return item;
  }

  add(item) {
    this.items.set(item.number, item);
    this.insert(item);
    this.markDay(item);
    this.markDay(item.nextElementSibling);
    passFocus(item);
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

  markDay(item) {
    if (!item) return;
    if (item.previousElementSibling?.day === item.day) {
      delete item.dataset.dayBegins;
    } else {
      item.dataset.dayBegins = item.day;
    }
  }
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
