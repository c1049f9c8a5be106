// Ticks what was read off what must be in the box, and shows how many are left and what does not belong.
import { codesOf } from "./codes.js";

export function start(field) {
  const rows = new Map([...document.querySelectorAll("[data-code]")].map((row) => [row.dataset.code, row]));
  const said = document.getElementById("avance");
  const strange = document.getElementById("de-mas");
  const line = document.querySelector("progress");

  function show() {
    const lines = field.value.split("\n");
    const read = new Set(codesOf(lines.slice(0, -1).join("\n")));
    for (const [code, row] of rows) row.classList.toggle("read", read.has(code));
    const there = [...read].filter((code) => rows.has(code)).length;
    const others = [...read].filter((code) => !rows.has(code));
    said.textContent = `${there} de ${rows.size} leídos` + (others.length ? `, ${others.length} que no se esperaban` : "");
    line.value = there;
    strange.replaceChildren(...others.map((code) => Object.assign(document.createElement("li"), { textContent: `${code}: el registro no lo tiene aquí` })));
  }

  field.addEventListener("input", show);
  show();
}
