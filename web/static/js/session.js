// A session that ends while a page is open: asks for the password in place, then repeats what was refused.

let waiting = null;

function adopt(csrf) {
  document.body.setAttribute("hx-headers", JSON.stringify({ "x-csrf-token": csrf }));
  for (const field of document.querySelectorAll("input[name=csrf]")) field.value = csrf;
}

async function attempt(dialog) {
  const user = dialog.dataset.user;
  const password = dialog.querySelector("[name=clave]").value;
  const now = await fetch("/api/v1/session", { headers: { accept: "application/json" } });
  if (now.ok) {
    const known = await now.json();
    if (known.user === user) return known.csrf; // signed in from another tab meanwhile
  }
  const code = dialog.querySelector("[name=codigo]").value.trim();
  const body = JSON.stringify({ name: user, password, ...(code ? { code } : {}) });
  const answer = await fetch("/api/v1/session", { method: "POST", headers: { "content-type": "application/json", accept: "application/json" }, body });
  const said = await answer.json();
  if (answer.ok) return said.csrf;
  const factor = said.type === "/problems/second_factor_required";
  if (factor) dialog.querySelector("[name=codigo]").parentElement.hidden = false;
  dialog.querySelector(factor ? "[name=codigo]" : "[name=clave]").select(); // what is typed next stands in the place of what was wrong
  const alert = dialog.querySelector("[role=alert]");
  alert.textContent = said.detail;
  alert.hidden = false;
  return null;
}

function signInAgain() {
  const dialog = document.getElementById("sesion");
  if (!dialog) return Promise.reject(new Error("no session to go on with"));
  waiting ??= new Promise((resolve, reject) => {
    const form = dialog.querySelector("form");
    form.onsubmit = async (event) => {
      event.preventDefault();
      const csrf = await attempt(dialog).catch(() => null);
      if (!csrf) return;
      adopt(csrf);
      dialog.onclose = null;
      dialog.close();
      form.reset();
      waiting = null;
      resolve(csrf);
    };
    dialog.onclose = () => { waiting = null; reject(new Error("left")); };
    dialog.showModal();
    dialog.querySelector("[name=clave]").focus();
  });
  return waiting;
}

export function start() {
  document.body.addEventListener("htmx:responseError", async (event) => {
    const { xhr, requestConfig, target } = event.detail;
    if (xhr.status !== 401) return;
    const csrf = await signInAgain().catch(() => null);
    if (!csrf) return;
    const values = Object.fromEntries([...requestConfig.formData.keys()].map((name) => [name, requestConfig.formData.getAll(name)]));
    if ("csrf" in values) values.csrf = csrf;
    window.htmx.ajax(requestConfig.verb, requestConfig.path, { source: requestConfig.elt, target, values });
  });
}
