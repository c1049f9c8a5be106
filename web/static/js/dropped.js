// The files of what was dropped or chosen, those within folders too, each with its path.

const MOST = 5000;

export function chosen(input) {
  return [...input.files].slice(0, MOST).map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}

export async function dropped(transfer) {
  // Entries must be taken before the first wait: the browser empties the list then.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files].slice(0, MOST).map((file) => ({ file, path: file.name }));
  const found = [];
  while (entries.length && found.length < MOST) {
    const entry = entries.shift();
    if (entry.isDirectory) entries.push(...(await listed(entry.createReader())));
    else found.push({ file: await new Promise((resolve, reject) => entry.file(resolve, reject)), path: entry.fullPath.replace(/^\//, "") });
  }
  return found;
}

// A reader gives at most a hundred entries at a time.
async function listed(reader) {
  const all = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length || all.length > MOST) return all.filter((entry) => !entry.name.startsWith("."));
    all.push(...some);
  }
}
