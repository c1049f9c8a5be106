// Starts each behaviour that the page asks for: `data-does="name"` loads js/name.js and hands it the element.
import { listen } from "./keys.js";

listen();

async function begin(root) {
  for (const element of root.querySelectorAll("[data-does]")) {
    if (element.dataset.begun) continue;
    element.dataset.begun = "yes";
    for (const name of element.dataset.does.split(" ")) {
      const behaviour = await import(new URL(`./${name}.js`, import.meta.url));
      behaviour.start(element);
    }
  }
}

begin(document);
document.addEventListener("htmx:load", (event) => begin(event.target.parentNode ?? event.target));
