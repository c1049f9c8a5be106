// The pages Revisar and Pagarés sin título registrado: the place on the image of the value in hand is lit; Enter files, a key lets stand, skips or takes back.
import { isWriting } from "./keys.js";

export function start(root) {
  const form = root.querySelector("form.decide");
  root.addEventListener("focusin", (event) => light(root, event.target.dataset?.lights));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (event.key === "Enter" && form && takesEnter(event.target)) {
      event.preventDefault();
      file(form, event.target);
    } else if (event.key === "Escape") {
      document.activeElement.blur();
    } else if (!isWriting(event.target)) keyed(root, form, event);
  });
  form?.addEventListener("submit", () => form.querySelectorAll("button").forEach((button) => (button.disabled = true)));
}

function takesEnter(target) {
  return target === document.body || target.closest?.(".reviewing") && !target.closest("a, button, summary, textarea");
}

// A value that clashes is looked at before it is confirmed: the first Enter leads to it.
function file(form, target) {
  const clash = form.querySelector("[aria-invalid=true]");
  if (clash && !form.dataset.seen && target !== clash) {
    form.dataset.seen = "yes";
    clash.focus();
    clash.select();
    return;
  }
  form.requestSubmit();
}

function keyed(root, form, event) {
  const acts = {
    s: () => root.querySelector("[data-skip]")?.click(),
    z: () => document.querySelector("[data-undo] button")?.click(),
    t: () => form?.elements.tipo?.focus(),
    d: () => { form?.querySelectorAll("[data-stand]").forEach((box) => (box.checked = true)); if (form) file(form, document.body); },
  };
  if (!acts[event.key]) return;
  event.preventDefault();
  acts[event.key]();
}

function light(root, name) {
  for (const box of root.querySelectorAll("rect.lit")) box.classList.remove("lit");
  if (!name) return;
  const boxes = [...root.querySelectorAll("rect[data-name]")].filter((box) => box.dataset.name === name);
  boxes.forEach((box) => box.classList.add("lit"));
  boxes[0]?.scrollIntoView({ block: "center", behavior: "smooth" });
}
