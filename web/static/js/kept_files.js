// Files to send, kept by the browser until they have arrived: they outlive a reload, a closed window, an ended session.
// Where the browser keeps nothing (a private window, a full disk) they live in memory only, and `kept` says so.

const NAME = "legajo-recibir", STORE = "archivos";

export class KeptFiles {
  constructor(owner) {
    this.owner = owner;
    this.kept = true;
  }

  async open() {
    this.database = await new Promise((resolve) => {
      let asked;
      try { asked = indexedDB.open(NAME, 1); } catch { return resolve(null); }
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id" });
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = asked.onblocked = () => resolve(null);
    });
    this.kept = Boolean(this.database);
    if (!this.database) return [];
    const all = await this.#run("readonly", (store) => store.getAll()).catch(() => []);
    return all.filter((record) => record.owner === this.owner);
  }

  // Keeps the record, its file included; false where the browser has no room for it.
  async put(record) {
    const { sent, ...row } = record;
    const done = await this.#run("readwrite", (store) => store.put({ ...row, id: `${this.owner}/${record.key}`, owner: this.owner })).then(() => true, () => false);
    this.kept &&= done;
    return done;
  }

  remove(record) {
    return this.#run("readwrite", (store) => store.delete(`${this.owner}/${record.key}`)).catch(() => undefined);
  }

  #run(mode, act) {
    return new Promise((resolve, reject) => {
      if (!this.database) return reject(new Error("no store"));
      const change = this.database.transaction(STORE, mode);
      const asked = act(change.objectStore(STORE));
      change.oncomplete = () => resolve(asked.result);
      change.onerror = change.onabort = () => reject(change.error);
    });
  }
}
