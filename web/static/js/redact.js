// What is blacked out on a page of a public version: drawn on the image with the pointer or placed with keys, each place
// an entry of the form. Without it places are ticked off, given in hundredths, or told by their words.
import { isWriting } from "./keys.js";

const WHOLE = 10000, STEP = 40, LEAST = 30; // in ten-thousandths of the page
const ZOOM = 1.25;

export function start(root) {
  new Redaction(root);
}

class Redaction {
  constructor(root) {
    this.leaf = root.querySelector("[data-leaf]");
    this.places = root.querySelector("[data-places]");
    this.form = root.querySelector("[data-page-form]");
    this.list = root.querySelector("[data-list]");
    this.fresh = root.querySelector("[data-new]");
    this.last = this.list.children.length;
    this.scale = 1;
    root.querySelector("[data-tools]").hidden = false;
    root.querySelector("[data-tools]").addEventListener("click", (event) => this.act(event.target.closest("[data-act]")?.dataset.act));
    this.places.removeAttribute("aria-hidden");
    this.places.setAttribute("role", "group");
    this.places.setAttribute("aria-label", "Lugares que se suprimen");
    for (const place of this.places.children) this.ready(place);
    this.list.addEventListener("change", () => this.showTicked());
    this.list.addEventListener("focusin", (event) => this.light(event.target.closest("li")?.dataset.at));
    this.leaf.addEventListener("pointerdown", (event) => this.drawn(event));
    document.addEventListener("keydown", (event) => this.pressed(event));
  }

  act(name) {
    if (name === "add") this.add({ x: 3500, y: 4700, width: 3000, height: 300 }).focus();
    if (name === "larger" || name === "smaller") {
      this.scale = Math.min(5, Math.max(1, this.scale * (name === "larger" ? ZOOM : 1 / ZOOM)));
      this.leaf.style.width = `${this.scale * 100}%`;
    }
  }

  entry(at) { return this.list.querySelector(`li[data-at="${at}"]`); }

  ready(place) {
    place.setAttribute("tabindex", "0");
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", `Lugar ${place.dataset.at}: ${this.entry(place.dataset.at).querySelector("span").textContent}`);
    place.addEventListener("focus", () => this.light(place.dataset.at));
    place.addEventListener("keydown", (event) => this.moved(event, place));
  }

  add(box) {
    const at = ++this.last;
    const entry = this.fresh.content.cloneNode(true).querySelector("li");
    entry.dataset.at = at;
    entry.querySelector("input[type=hidden]").name = `lugar_${at}`;
    entry.querySelector("input[type=checkbox]").name = `suprimir_${at}`;
    entry.querySelector("span").textContent = `lugar nuevo ${at}`;
    const choice = entry.querySelector("select");
    choice.name = `clase_${at}`;
    choice.setAttribute("aria-label", `Qué dato es el lugar ${at}`);
    this.list.append(entry);
    this.form.querySelector("[data-none]")?.remove();
    const place = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    place.dataset.at = at;
    this.places.append(place);
    this.put(place, box);
    this.ready(place);
    return place;
  }

  put(place, box) {
    const width = Math.min(WHOLE, Math.max(LEAST, box.width)), height = Math.min(WHOLE, Math.max(LEAST, box.height));
    const x = Math.min(WHOLE - width, Math.max(0, box.x)), y = Math.min(WHOLE - height, Math.max(0, box.y));
    for (const [name, value] of Object.entries({ x, y, width, height })) place.setAttribute(name, Math.round(value));
    this.entry(place.dataset.at).querySelector("input[type=hidden]").value = [x, y, width, height].map((one) => (Math.round(one) / WHOLE).toFixed(4)).join(" ");
  }

  box(place) {
    const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(place.getAttribute(name)));
    return { x, y, width, height };
  }

  moved(event, place) {
    const [across, down] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (across || down) {
      const box = this.box(place);
      if (event.shiftKey) { box.width += across * STEP; box.height += down * STEP; } else { box.x += across * STEP; box.y += down * STEP; }
      this.put(place, box);
    } else if (event.key === "Delete" || event.key === " ") {
      const tick = this.entry(place.dataset.at).querySelector("input[type=checkbox]");
      tick.checked = event.key === " " ? !tick.checked : false;
      this.showTicked();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  pressed(event) {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isWriting(event.target) || document.querySelector("dialog[open]")) return;
    const keys = {
      n: () => this.act("add"), c: () => this.form.querySelector("[data-confirm]").click(), "+": () => this.act("larger"), "-": () => this.act("smaller"),
      ArrowLeft: () => document.querySelector(".view a[rel=prev]")?.click(), ArrowRight: () => document.querySelector(".view a[rel=next]")?.click(),
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  }

  // A place begins where the pointer goes down on the page; on a place that is there, it shows or hides it.
  drawn(event) {
    if (event.button || event.pointerType === "touch") return;
    if (event.target.closest("rect")) {
      const tick = this.entry(event.target.dataset.at).querySelector("input[type=checkbox]");
      tick.checked = !tick.checked;
      this.showTicked();
      return;
    }
    event.preventDefault();
    const from = this.at(event);
    let place = null;
    const drag = (moving) => {
      const to = this.at(moving);
      const box = { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width: Math.abs(to.x - from.x), height: Math.abs(to.y - from.y) };
      if (!place && (box.width > LEAST || box.height > LEAST)) place = this.add(box);
      if (place) this.put(place, box);
    };
    const end = () => {
      this.leaf.removeEventListener("pointermove", drag);
      if (place) this.entry(place.dataset.at).querySelector("select").focus();
    };
    this.leaf.setPointerCapture(event.pointerId);
    this.leaf.addEventListener("pointermove", drag);
    this.leaf.addEventListener("pointerup", end, { once: true });
  }

  at(event) {
    const seen = this.leaf.getBoundingClientRect();
    const part = (value, from, size) => Math.min(1, Math.max(0, (value - from) / size)) * WHOLE;
    return { x: part(event.clientX, seen.left, seen.width), y: part(event.clientY, seen.top, seen.height) };
  }

  showTicked() {
    for (const place of this.places.children) place.classList.toggle("shown", !this.entry(place.dataset.at).querySelector("input[type=checkbox]").checked);
  }

  light(at) {
    for (const place of this.places.children) place.classList.toggle("now", place.dataset.at === String(at));
    for (const entry of this.list.children) entry.classList.toggle("now", entry.dataset.at === String(at));
  }
}
