// Starts each behaviour that the page asks for: `data-does="name"` loads js/name.js and hands it the element,
// which bears `data-ready` once all of its own have begun.
import { listen } from "./keys.js";

listen();

async function begin(root) {
  for (const element of root.querySelectorAll("[data-does]")) {
    if (element.dataset.begun) continue;
    element.dataset.begun = "yes";
    const begun = [];
    for (const name of element.dataset.does.split(" ")) {
      const behaviour = await import(new URL(`./${name}.js`, import.meta.url));
      begun.push(behaviour.start(element));
    }
    Promise.all(begun).then(() => { element.dataset.ready = "yes"; });
  }
}

begin(document);
document.addEventListener("htmx:load", (event) => begin(event.target.parentNode ?? event.target));
