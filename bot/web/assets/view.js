// What of the talk is in sight: it keeps to the newest message, unless the person looks elsewhere.

const NEAR = 90; // pixels from the end that still count as the end
const ABOVE = 76; // pixels of what came before an answer that stay in sight
const GAP = 12; // pixels above a message that is read from its top
const TOGETHER = 1500; // milliseconds within which messages belong to one answer

const calm = matchMedia("(prefers-reduced-motion: reduce)");

export class View {
  constructor({ scroller, newer }) {
    Object.assign(this, { scroller, newer });
    this.following = true;
    this.atEnd = true;
    this.top = 0;
    this.start = null;
    this.startedAt = 0;
    scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    new ResizeObserver(() => this.atEnd && this.toEnd("instant")).observe(scroller);
  }

  /** Scrolling up means looking elsewhere, until the end is reached again. */
  scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR;
    if (scrollTop < this.top) this.following = this.atEnd;
    if (this.atEnd) {
      this.following = true;
      this.newer.hidden = true;
    }
    this.top = scrollTop;
  }

  /** A message was added at the end. */
  added(item) {
    if (!this.following) {
      this.newer.hidden = false;
      return;
    }
    this.scrollTo(Math.max(this.scroller.scrollTop, this.beginning(item)));
  }

  /** Where an answer begins, so that a long one can be read from its first line. */
  beginning(item) {
    if (!this.start?.isConnected || performance.now() - this.startedAt > TOGETHER) {
      this.start = item;
      this.startedAt = performance.now();
    }
    return this.topOf(this.start) - ABOVE;
  }

  topOf(item) {
    return item.offsetTop - this.scroller.offsetTop;
  }

  /** A message was edited where it stands; one that the person asked for is read from its top. */
  changed(item, { asked }) {
    const top = this.topOf(item) + wordsIn(item) - GAP;
    if (asked && top < this.scroller.scrollTop) {
      this.scrollTo(top);
    } else if (this.atEnd) {
      this.scrollTo(Math.max(this.scroller.scrollTop, top));
    }
  }

  follow() {
    this.following = true;
    this.start = null;
    this.toEnd();
  }

  toEnd(behavior) {
    this.newer.hidden = true;
    this.scrollTo(this.scroller.scrollHeight, behavior);
  }

  scrollTo(top, behavior = calm.matches ? "instant" : "smooth") {
    this.scroller.scrollTo({ top, behavior });
  }
}

/** How far down the words of a message begin: below its film, which has been seen. */
function wordsIn(item) {
  const words = item.querySelector(".bubble");
  return words.getBoundingClientRect().top - item.getBoundingClientRect().top;
}
