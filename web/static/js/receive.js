// The page Recibir: files dropped, chosen or photographed are kept by the browser and sent part by part, a few at a time.
import { renewed } from "./asking.js";
import { chosen, dropped } from "./dropped.js";
import { KeptFiles } from "./kept_files.js";
import { keyOf, Refused, send, SignedOut } from "./sending.js";

const AT_ONCE = 3, MOST_SHOWN = 40;
const HIDDEN = new Set(["Thumbs.db", "desktop.ini", ".DS_Store"]);

export async function start(form) {
  const page = new Receiving(form);
  await page.begin();
}

class Receiving {
  constructor(form) {
    this.form = form;
    this.files = new KeptFiles(form.dataset.owner);
    this.records = [];
    this.running = 0;
    this.signedOut = false;
    for (const name of ["sending", "said", "line", "waiting", "again", "memory"]) this[name] = document.getElementById(`enviar-${name}`);
  }

  async begin() {
    this.#listen();
    this.records = (await this.files.open()).map((record) => ({ ...record, sent: record.state === "sent" ? record.size : 0 }));
    this.form.querySelector("[data-plain]").hidden = true;
    this.form.querySelector("[data-drop]").hidden = false;
    this.#show();
    this.#go();
  }

  #listen() {
    for (const input of this.form.querySelectorAll("input[type=file]")) {
      input.addEventListener("change", () => { this.add(chosen(input)); input.value = ""; });
    }
    for (const button of this.form.querySelectorAll("[data-opens]")) {
      button.addEventListener("click", () => document.getElementById(button.dataset.opens).click());
    }
    addEventListener("dragover", (event) => { event.preventDefault(); this.form.classList.add("over"); });
    addEventListener("dragleave", (event) => { if (!event.relatedTarget) this.form.classList.remove("over"); });
    addEventListener("drop", async (event) => {
      event.preventDefault();
      this.form.classList.remove("over");
      this.add(await dropped(event.dataTransfer));
    });
    addEventListener("focus", () => this.#resume());
    this.again.querySelector("button").addEventListener("click", () => this.#resume());
    this.waiting.addEventListener("click", (event) => {
      const key = event.target.closest("button")?.dataset.key;
      if (key) this.#dismiss(this.records.find((record) => record.key === key));
    });
    addEventListener("beforeunload", (event) => { if (!this.files.kept && this.#left().length) event.preventDefault(); });
  }

  async add(found) {
    const said = new FormData(this.form);
    const given = Object.fromEntries(["type", "credit", "lawsuit", "batch", "scanner"].map((name) => [name, said.get(name)?.trim()]).filter(([, value]) => value));
    const separators = said.get("expected_separators")?.trim();
    if (separators) given.expected_separators = Number(separators);
    if (this.records.every((record) => record.state === "sent")) await this.#forget();
    this.#turnTo(given.batch);
    for (const { file, path } of found) {
      if (HIDDEN.has(file.name)) continue;
      const key = await keyOf(file, path, given.batch).catch(() => null);
      if (key === null || this.records.some((record) => record.key === key && record.state !== "refused")) continue;
      const record = { key, path, name: file.name, size: file.size, given, file, state: "waiting", sent: 0 };
      this.records = [...this.records.filter((other) => other.key !== key), record];
      await this.files.put(record);
      this.#show();
      this.#go();
    }
  }

  // Shows the batch below, and keeps it when the page is loaded again.
  #turnTo(batch) {
    const query = new URLSearchParams(batch ? { lote: batch } : {});
    if (location.search === `?${query}`) return;
    history.replaceState(null, "", `/recibir?${query}`);
    window.htmx?.ajax("GET", `/recibir/estado?${query}`, { target: "#recibidos", swap: "outerHTML" })?.catch(() => undefined);
  }

  #left() {
    return this.records.filter((record) => record.state === "waiting" || record.state === "sending");
  }

  #go() {
    while (this.running < AT_ONCE && !this.signedOut) {
      const record = this.records.find((one) => one.state === "waiting");
      if (!record) return;
      record.state = "sending";
      this.running += 1;
      this.#send(record).finally(() => { this.running -= 1; this.#show(); this.#go(); });
    }
  }

  async #send(record) {
    try {
      await send(record, (offset) => { record.sent = offset; this.#show(); }, () => this.signedOut);
      Object.assign(record, { state: "sent", sent: record.size, file: null });
      await this.files.put(record);
      document.body.dispatchEvent(new CustomEvent("recibido"));
    } catch (error) {
      if (error instanceof Refused) {
        Object.assign(record, { state: "refused", problem: error.message });
        await this.files.put(record);
        return;
      }
      record.state = "waiting";
      if (error instanceof SignedOut || error.name === "AbortError") this.signedOut = true;
      else throw error;
    }
  }

  async #resume() {
    if (!this.signedOut || !(await renewed().catch(() => false))) return;
    this.signedOut = false;
    this.#show();
    this.#go();
  }

  async #dismiss(record) {
    this.records = this.records.filter((other) => other !== record);
    await this.files.remove(record);
    this.#show();
  }

  async #forget() {
    const gone = this.records;
    this.records = [];
    await Promise.all(gone.map((record) => this.files.remove(record)));
  }

  #show() {
    const left = this.#left(), refused = this.records.filter((record) => record.state === "refused");
    const done = this.records.filter((record) => record.state === "sent").length, all = this.records.length - refused.length;
    this.sending.hidden = !this.records.length;
    this.line.max = Math.max(1, this.records.reduce((sum, record) => sum + record.size, 0));
    this.line.value = this.records.reduce((sum, record) => sum + record.sent, 0);
    const words = left.length ? `Enviados ${done} de ${all} archivos` : all ? `Enviados los ${all} archivos` : "";
    if (this.said.textContent !== words) this.said.textContent = words;
    this.again.hidden = !this.signedOut;
    this.memory.hidden = this.files.kept || !left.length;
    this.#rows([...refused, ...left]);
  }

  #rows(records) {
    const shown = records.slice(0, MOST_SHOWN);
    const rows = new Map([...this.waiting.children].map((row) => [row.dataset.key, row]));
    this.waiting.replaceChildren(...shown.map((record) => rowOf(record, rows.get(record.key))));
    if (records.length > shown.length) {
      const more = document.createElement("li");
      more.textContent = `y ${records.length - shown.length} más`;
      this.waiting.append(more);
    }
  }
}

function rowOf(record, old) {
  const row = old ?? made("li", { data: record.key });
  if (row.dataset.state !== record.state) {
    row.dataset.state = record.state;
    row.replaceChildren(made("span", { text: record.path }));
    if (record.state === "refused") row.append(made("small", { text: record.problem, name: "field-error" }), dismissing(record));
    else row.append(Object.assign(made("progress", { name: "meter" }), { max: record.size || 1, ariaLabel: `Envío de ${record.path}` }));
  }
  const line = row.querySelector("progress");
  if (line) line.value = record.sent;
  return row;
}

function dismissing(record) {
  return Object.assign(made("button", { text: "Quitar", name: "small quiet", data: record.key }), { type: "button", ariaLabel: `Quitar ${record.path}` });
}

function made(tag, { text = "", name = "", data = "" }) {
  const element = document.createElement(tag);
  element.textContent = text;
  if (name) element.className = name;
  if (data) element.dataset.key = data;
  return element;
}
