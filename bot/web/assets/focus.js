// Where the focus goes when the button that had it is gone: people train with the keyboard.

const TOGETHER = 1500; // milliseconds within which a new card takes the place of an old one

let lost = null; // the button that went without another to take over

/** Changes a message; whoever stood on a button of it stands on the same one afterwards. */
export function keepingFocus(item, change) {
  const focused = item.contains(document.activeElement) ? document.activeElement : null;
  change();
  if (!focused || focused.isConnected) return;
  lost = null;
  if (focusButton(item, focused)) return;
  const bubble = item.querySelector(".bubble");
  bubble.tabIndex = -1;
  bubble.focus({ preventScroll: true });
  lost = { button: focused, bubble, at: performance.now() };
}

/** A new message came: it may be the one to which the buttons have moved. */
export function passFocus(item) {
  if (lost?.bubble !== document.activeElement || performance.now() - lost.at > TOGETHER) return;
  if (focusButton(item, lost.button)) lost = null;
}

function focusButton(item, old) {
  const buttons = [...item.querySelectorAll(".choices button")];
  const same = buttons.find((button) => button.dataset.action === old.dataset.action);
  const alike = buttons.find((button) => button.textContent === old.textContent);
  const target = same ?? alike ?? buttons[0];
  target?.focus({ preventScroll: true });
  return target !== undefined;
}
