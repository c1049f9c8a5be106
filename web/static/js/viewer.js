// A document seen page by page: pages are fetched as they are wanted and put in place of each other,
// n and p go from place to place where the searched words stand, and the address follows.
// Without it every page has its own address and the links lead there.
import { isWriting } from "./keys.js";
import { Glass } from "./glass.js";
import { layText } from "./text_layer.js";

const PATIENCE = 400; // milliseconds to wait for an image before it is shown half loaded

let active = null; // the viewer that keys speak to, where a page has two

export function start(root) {
  const viewer = new Viewer(root);
  active ??= viewer;
  for (const kind of ["pointerdown", "focusin"]) root.addEventListener(kind, () => { active = viewer; });
}

class Viewer {
  constructor(root) {
    this.root = root;
    this.at = root.dataset.at;
    this.name = root.dataset.name ?? "pagina";
    this.q = root.dataset.q;
    this.last = Number(root.dataset.last);
    this.fetched = new Map();
    this.glass = new Glass();
    this.turn = 0; // counts the pages asked for, so that a late one is dropped
    if (!this.sheet) return;
    this.number = Number(this.sheet.dataset.sheet);
    root.querySelector("[data-tools]").hidden = false;
    root.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("keydown", (event) => this.pressed(event));
    addEventListener("resize", () => this.glass.apply());
    this.settled(null);
    showInSight(root.querySelector("[data-strip]"));
  }

  get sheet() { return this.root.querySelector("[data-sheet]"); }
  get places() { return [...this.sheet.querySelectorAll(".lit rect")]; }

  clicked(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const link = event.target.closest("a[data-page]");
    const tool = event.target.closest("[data-act]");
    if (link && this.root.contains(link)) {
      event.preventDefault();
      this.go(Number(link.dataset.page), link.closest("[data-page-hits]") ? 0 : null);
    } else if (tool) this.act(tool.dataset.act);
  }

  pressed(event) {
    if (active !== this || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isWriting(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const frame = this.root.querySelector(".frame");
    const sideways = frame.scrollWidth > frame.clientWidth && document.activeElement === frame;
    const act = KEYS[event.key];
    if (!act || (sideways && event.key.startsWith("Arrow"))) return;
    event.preventDefault();
    this.act(act);
  }

  act(name) {
    const acts = {
      next: () => this.go(this.number + 1), previous: () => this.go(this.number - 1),
      first: () => this.go(1), last: () => this.go(this.last),
      after: () => this.step(1), before: () => this.step(-1),
    };
    (acts[name] ?? (() => this.glass.act(name)))();
  }

  addressOf(number, tail = "") {
    const address = new URL(this.at.replace(/^([^?]*)/, `$1${tail}`), location.href);
    address.searchParams.set("pagina", number);
    if (this.q) address.searchParams.set("q", this.q);
    return address;
  }

  sheetAt(number) {
    if (!this.fetched.has(number)) {
      const asked = fetch(this.addressOf(number, "/hoja"), { headers: { accept: "text/html" } }).then((answer) => {
        if (!answer.ok || answer.redirected) throw new Error("the page cannot be had");
        return answer.text();
      });
      asked.catch(() => this.fetched.delete(number));
      this.fetched.set(number, asked);
    }
    return this.fetched.get(number);
  }

  async go(number, place = null) {
    if (number < 1 || number > this.last || (number === this.number && place === null)) return;
    const mine = ++this.turn;
    let parts;
    try {
      parts = document.createRange().createContextualFragment(await this.sheetAt(number));
      const image = parts.querySelector("img");
      await Promise.race([image?.decode().catch(() => null), new Promise((done) => setTimeout(done, PATIENCE))]);
    } catch {
      location.assign(this.shown(number)); // signed out, or no network: the browser says which
      return;
    }
    if (mine !== this.turn) return;
    const held = this.root.querySelector(".frame").contains(document.activeElement);
    this.root.querySelector("[data-page-facts]")?.replaceWith(parts.querySelector("[data-page-facts]"));
    this.sheet.replaceWith(parts.querySelector("[data-sheet]"));
    const direction = Math.sign(number - this.number);
    this.number = number;
    history.replaceState(null, "", this.shown(number));
    if (held) this.root.querySelector(".frame").focus({ preventScroll: true });
    this.settled(place, direction);
  }

  shown(number) {
    const address = new URL(location.href);
    address.searchParams.set(this.name, number);
    return address;
  }

  // What follows when a page stands in its place.
  settled(place, direction = 1) {
    this.glass.over(this.sheet);
    layText(this.sheet.querySelector(".leaf"));
    for (const link of this.root.querySelectorAll("[data-strip] [aria-current]")) link.removeAttribute("aria-current");
    const here = this.root.querySelector(`[data-strip] [data-page="${this.number}"]`);
    if (here) { here.setAttribute("aria-current", "page"); showWithin(here.closest("[data-strip]"), here); }
    this.place = -1;
    if (place !== null) this.light(place < 0 ? this.places.length - 1 : place);
    else if (this.q) this.light(0, false);
    const ahead = this.number + (direction || 1);
    if (ahead >= 1 && ahead <= this.last) {
      this.sheetAt(ahead).then((text) => { new Image().src = /<img src="([^"]+)"/.exec(text)?.[1] ?? ""; }).catch(() => null);
    }
  }

  light(place, move = true) {
    const places = this.places;
    const steps = this.root.querySelector("[data-steps]");
    steps.hidden = !this.q;
    steps.querySelector("[data-where]").textContent = places.length ? `${place + 1} de ${places.length} en la página` : "ninguno en la página";
    for (const one of places) one.classList.remove("now");
    this.place = places.length ? place : -1;
    if (!places.length) return;
    places[place].classList.add("now");
    if (move || !inSight(places[place])) places[place].scrollIntoView({ block: "center", inline: "nearest" });
  }

  step(by) {
    const to = this.place + by;
    if (to >= 0 && to < this.places.length) { this.light(to); return; }
    const pages = [...this.root.querySelectorAll("[data-page-hits] [data-page]")].map((link) => Number(link.dataset.page));
    if (!pages.length) return;
    const next = by > 0 ? pages.find((page) => page > this.number) ?? pages[0] : pages.findLast((page) => page < this.number) ?? pages.at(-1);
    if (next !== this.number) this.go(next, by > 0 ? 0 : -1);
    else if (this.places.length) this.light(by > 0 ? 0 : this.places.length - 1);
  }
}

const KEYS = {
  ArrowRight: "next", ArrowLeft: "previous", Home: "first", End: "last", n: "after", p: "before",
  "+": "larger", "=": "larger", "-": "smaller", 0: "width", 9: "whole", r: "turn",
};

// The strip begins far from the page shown, and each miniature is drawn when it is first asked for.
function showInSight(strip) {
  if (!strip) return;
  const watch = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) {
      if (isIntersecting) { watch.unobserve(target); target.src = target.dataset.src; }
    }
  }, { root: strip, rootMargin: "100%" });
  for (const image of strip.querySelectorAll("img[data-src]")) watch.observe(image);
}

function showWithin(strip, item) {
  const outer = strip.getBoundingClientRect();
  const inner = item.getBoundingClientRect();
  strip.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
  strip.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
}

function inSight(item) {
  const box = item.getBoundingClientRect();
  return box.top >= 0 && box.bottom <= innerHeight;
}
