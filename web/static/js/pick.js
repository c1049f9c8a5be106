// Pages picked for a copy: ticked among the miniatures, written as `1-3, 7`, or with x on the page shown. The two say the same.
import { isWriting } from "./keys.js";

export function start(pick) {
  const root = pick.closest("[data-last]");
  const field = pick.querySelector("[data-written]");
  const said = pick.querySelector("[data-picked]");
  const last = Number(root.dataset.last);
  const boxes = [...root.querySelectorAll("[data-strip] input[type=checkbox]")];
  for (const box of boxes) box.removeAttribute("name"); // what is written goes; sent twice it would only be longer

  const show = () => {
    const pages = pagesOf(field.value, last);
    for (const box of boxes) box.checked = pages.has(Number(box.value));
    said.textContent = pages.size ? `${pages.size.toLocaleString("es-MX")} ${pages.size === 1 ? "página" : "páginas"}` : "";
  };
  const set = (page, wanted) => {
    const pages = pagesOf(field.value, last);
    if (wanted) pages.add(page); else pages.delete(page);
    field.value = written(pages);
    show();
  };

  for (const box of boxes) box.addEventListener("change", () => set(Number(box.value), box.checked));
  field.addEventListener("input", show);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "x" || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isWriting(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    event.preventDefault();
    pick.open = true;
    const page = Number(root.querySelector("[data-sheet]").dataset.sheet);
    set(page, !pagesOf(field.value, last).has(page));
  });
  show();
}

function pagesOf(text, last) {
  const pages = new Set();
  for (const part of text.split(/[,;]|\s+y\s+/)) {
    const run = /^\s*(\d{1,7})\s*(?:([-–—])\s*(\d{1,7})?)?\s*$/.exec(part);
    if (!run) continue;
    const until = Math.min(run[3] ? Number(run[3]) : run[2] ? last : Number(run[1]), last);
    for (let page = Math.max(Number(run[1]), 1); page <= until; page += 1) pages.add(page);
  }
  return pages;
}

function written(pages) {
  const runs = [];
  for (const page of [...pages].sort((one, other) => one - other)) {
    if (runs.length && runs.at(-1)[1] === page - 1) runs.at(-1)[1] = page;
    else runs.push([page, page]);
  }
  return runs.map(([first, until]) => (first === until ? `${first}` : `${first}-${until}`)).join(", ");
}
