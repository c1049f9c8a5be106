// Keys that work on every page: `/` searches, `g` and a letter go to a room, a letter in `data-press` does what bears it, `?` shows the list.
// While a person writes, keys are letters.

const WAIT = 1200; // milliseconds between `g` and its letter

export function isWriting(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select"));
}

export function listen() {
  let went = 0;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isWriting(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "/") {
      const box = document.querySelector("main [data-search]") ?? document.querySelector("[data-search]");
      if (box) { event.preventDefault(); box.focus(); box.select(); }
    } else if (event.key === "?") {
      document.getElementById("teclas")?.showModal();
    } else if (event.key === "g") {
      went = event.timeStamp;
    } else if (went && event.timeStamp - went < WAIT) {
      went = 0;
      document.querySelector(`.bar [data-go="${CSS.escape(event.key)}"]`)?.click();
    } else {
      document.querySelector(`[data-press="${CSS.escape(event.key)}"]`)?.click();
    }
  });
}
