// The words read, invisible over the image at the places where they stand, so that they can be selected and copied.

const MEASURE = 100; // font size in pixels at which widths are measured
let pen = null;

export async function layText(leaf) {
  if (!leaf) return;
  const answer = await fetch(leaf.dataset.words, { headers: { accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || !leaf.isConnected) return;
  const page = await answer.json();
  const layer = document.createElement("div");
  layer.className = "words";
  for (const { words } of page.layers) putWords(layer, words, page.width / page.height);
  leaf.append(layer);
}

function putWords(layer, words, shape) {
  pen ??= document.createElement("canvas").getContext("2d");
  pen.font = `${MEASURE}px sans-serif`;
  let line = null;
  for (const [text, [x, y, width, height], , number, block] of words) {
    const mine = `${block}/${number}`;
    if (line !== null && line !== mine) layer.append(document.createElement("br"));
    line = mine;
    const span = document.createElement("span");
    span.textContent = `${text} `;
    span.style.left = `${x * 100}%`;
    span.style.top = `${y * 100}%`;
    span.style.fontSize = `${height * 100}cqh`;
    const natural = (pen.measureText(text).width / MEASURE) * height; // in heights of the page
    if (natural) span.style.transform = `scaleX(${(width * shape) / natural})`;
    layer.append(span);
  }
  layer.append(document.createElement("br"));
}
