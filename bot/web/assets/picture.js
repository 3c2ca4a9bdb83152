// Moving drawings. Only those near the view are loaded: browsers play a few dozen at most.

import { element } from "./element.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const near = new IntersectionObserver(
  (changes) => changes.forEach(({ target, isIntersecting }) => (isIntersecting ? load : unload)(target)),
  { root: document.getElementById("scroller"), rootMargin: "100%" },
);

/** The drawing, and the same in words. */
export function picture({ exercise, side, description }) {
  const words = element("details", "", element("summary", "", "The movement in words"));
  words.append(element("p", "", description));
  const video = film(`/pictures/${exercise}/${side}.mp4`, description);
  video.addEventListener("error", () => { words.open = true; });
  return element("div", "picture", video, words);
}

function film(address, description) {
  const video = element("video", "");
  video.dataset.address = address;
  video.ariaLabel = description;
  Object.assign(video, { autoplay: !calm.matches, loop: true, controls: true, preload: "auto" });
  video.defaultMuted = true; // the attribute, without which nothing plays by itself
  video.muted = true;
  video.setAttribute("playsinline", "");
  near.observe(video);
  return video;
}

function load(video) {
  if (!video.src) video.src = video.dataset.address;
}

function unload(video) {
  if (!video.src) return;
  video.removeAttribute("src");
  video.load();
}
