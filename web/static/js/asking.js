// Questions to our own API on behalf of who is signed in.

let token = "";

function fromPage() {
  try { return JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["x-csrf-token"] ?? ""; } catch { return ""; }
}

// Sends a request with the session's token; the answer as it comes.
export function ask(path, options = {}) {
  token ||= fromPage();
  return fetch(path, { ...options, headers: { accept: "application/json", "x-csrf-token": token, ...options.headers } });
}

// After the session ended and began again elsewhere: takes the new token. False while nobody is signed in.
export async function renewed() {
  const answer = await fetch("/api/v1/session", { headers: { accept: "application/json" } });
  if (!answer.ok) return false;
  token = (await answer.json()).csrf;
  return true;
}
