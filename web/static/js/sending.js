// One file on its way in, part by part: begins or goes on where the server says, until the server has a receipt.
// A broken line, a busy or restarted server are waited for; what the server refuses for good is told.
import { ask, renewed } from "./asking.js";

const LEAST = 64 << 10, MOST = 8 << 20, QUICK = 1500, SLOW = 6000; // bytes; milliseconds a part may take
const LONGEST_WAIT = 15000, PART_LIMIT = 60000;
let part = 1 << 20;

export class Refused extends Error {}
export class SignedOut extends Error {}

class Again extends Error {}

// Sends the record's file; `progress(offset)` after each part. Resolves with the receipt's id.
export async function send(record, progress, stopped) {
  for (let tries = 0; ; ) {
    try {
      return await once(record, (offset) => { tries = 0; progress(offset); }, stopped);
    } catch (error) {
      if (!(error instanceof Again) && !(error instanceof TypeError) && error.name !== "TimeoutError") throw error;
      part = Math.max(LEAST, part >> 1);
      await pause(Math.min(LONGEST_WAIT, 500 * 2 ** tries++));
    }
  }
}

async function once(record, progress, stopped) {
  const { key, name, size, given, file } = record;
  const begin = JSON.stringify({ key, filename: name, bytes: size, given });
  let upload = await answered(ask("/api/v1/uploads", { method: "POST", body: begin, headers: { "content-type": "application/json" }, signal: AbortSignal.timeout(PART_LIMIT) }));
  while (!upload.receipt_id) {
    if (stopped()) throw new DOMException("", "AbortError");
    const from = upload.offset, began = performance.now();
    const body = await file.slice(from, from + part).arrayBuffer().catch(() => { throw new Refused("El archivo cambió o ya no se puede leer en este equipo."); });
    upload = await answered(ask(`/api/v1/uploads/${upload.id}?offset=${from}`, { method: "PATCH", body, headers: { "content-type": "application/octet-stream" }, signal: AbortSignal.timeout(PART_LIMIT) }));
    const took = performance.now() - began;
    if (took < QUICK) part = Math.min(MOST, part * 2);
    else if (took > SLOW) part = Math.max(LEAST, part >> 1);
    progress(upload.offset);
  }
  return upload.receipt_id;
}

async function answered(asked) {
  const answer = await asked;
  if (answer.ok) return answer.json();
  const problem = await answer.json().catch(() => ({}));
  const code = String(problem.type ?? "").split("/").pop();
  if (code === "csrf" && (await renewed())) throw new Again(code);
  if (answer.status === 401 || code === "csrf") throw new SignedOut();
  if (answer.status >= 500 || answer.status === 408 || answer.status === 429 || ["wrong_offset", "upload_busy"].includes(code)) throw new Again(code);
  throw new Refused(problem.detail ?? `El servidor respondió ${answer.status}.`);
}

// Waits, but not longer than until the line is back.
function pause(milliseconds) {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done() { clearTimeout(timer); removeEventListener("online", done); resolve(); }
    addEventListener("online", done);
  });
}

// A key that is the same for the same file in the same batch, whatever page it is chosen from.
export async function keyOf(file, path, batch) {
  const ends = [file.slice(0, 65536), file.slice(Math.max(0, file.size - 65536))];
  const bytes = (await Promise.all(ends.map((piece) => piece.arrayBuffer()))).map((buffer) => new Uint8Array(buffer));
  const said = new TextEncoder().encode(JSON.stringify([batch, path, file.size, file.lastModified]));
  return [said, ...bytes].map(mixed).join("-") + `-${file.size}`;
}

// Two 32-bit mixes of the bytes (multiply and xor), as text; enough to tell the files of one batch apart.
function mixed(bytes) {
  let a = 0x811c9dc5, b = 0x9747b28c;
  for (const byte of bytes) { a = Math.imul(a ^ byte, 0x01000193); b = Math.imul(b + byte, 0x5bd1e995) ^ (b >>> 13); }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36);
}
