// The pages of a batch by keyboard: arrows go from page to page, a key presses the button of the page in hand.
import { isWriting } from "./keys.js";

export function start(form) {
  const pages = [...form.querySelectorAll("[data-page]")];
  const mark = document.querySelector("#copia-de");
  form.querySelector("[data-page][autofocus]")?.focus();
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isWriting(event.target) || document.querySelector("dialog[open]")) return;
    const at = pages.indexOf(document.activeElement?.closest?.("[data-page]"));
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      event.preventDefault();
      pages[Math.min(pages.length - 1, Math.max(0, at + step))]?.focus();
      return;
    }
    if (event.key === "r" && pages[at] && mark) {
      event.preventDefault();
      mark.open = true;
      mark.querySelector("[name=copia]").value = pages[at].closest("[data-number]").dataset.number;
      mark.querySelector("[name=original]").focus();
      return;
    }
    const within = event.key === "z" ? form : pages[at];
    const button = [...(within?.querySelectorAll("button[data-key]") ?? [])].find((one) => one.dataset.key === event.key);
    if (button) { event.preventDefault(); button.click(); }
  });
}
