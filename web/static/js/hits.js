// The keyboard on a search: arrows (or j and k) go from the box to the hits and from hit to hit, Esc back to the box.
import { isWriting } from "./keys.js";

const STEP = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

export function start(form) {
  const box = form.querySelector("[data-search]");
  box.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" || event.ctrlKey || event.altKey || event.metaKey) return;
    const first = document.querySelector("[data-hit]");
    if (first) { event.preventDefault(); first.focus(); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isWriting(event.target)) return;
    const links = [...document.querySelectorAll("[data-hit]")];
    const at = links.findIndex((link) => link === document.activeElement || link.closest("li").contains(document.activeElement));
    if (event.key === "Escape" && at >= 0) {
      box.focus();
      box.select();
    } else if (event.key in STEP && (at >= 0 || event.key.length === 1) && links.length) {
      event.preventDefault();
      const to = at + STEP[event.key];
      if (to < 0) box.focus();
      else links[Math.min(to, links.length - 1)].focus();
    }
  });
}
