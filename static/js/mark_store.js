/* Where a phone keeps its marks until the server has them: one record, in IndexedDB, else in localStorage.

   {device, counter, waiting: [mark …], refused: [{mark, message, advice} …]}; every change is written before
   anything else happens with it. */

const NAME = "firstaid-marks";

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let now = Date.now();
  for (let place = 5; place >= 0; place -= 1) {
    bytes[place] = now % 256;
    now = Math.floor(now / 256);
  }
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function empty() {
  return { device: newId(), counter: 0, waiting: [], refused: [] };
}

function inIndexedDb(database) {
  return {
    lasting: true,
    update(change) {
      return new Promise((done, failed) => {
        const turn = database.transaction("kept", "readwrite", { durability: "strict" });
        const shelf = turn.objectStore("kept");
        const found = shelf.get("marks");
        let record;
        let result;
        found.onsuccess = () => {
          record = found.result ?? empty();
          result = change(record);
          shelf.put(record, "marks");
        };
        turn.oncomplete = () => done(result);
        turn.onabort = () => failed(turn.error);
      });
    },
  };
}

function inLocalStorage() {
  return {
    lasting: true,
    async update(change) {
      const record = JSON.parse(localStorage.getItem(NAME) ?? "null") ?? empty();
      const result = change(record);
      localStorage.setItem(NAME, JSON.stringify(record));
      return result;
    },
  };
}

function inMemory() {
  const record = empty();
  return { lasting: false, update: async (change) => change(record) };
}

function openDatabase() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("kept");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
    asked.onblocked = () => failed(new Error("blocked"));
  });
}

/* The first of the three that can really write. */
export async function openStore() {
  const places = [async () => inIndexedDb(await openDatabase()), async () => inLocalStorage()];
  for (const open of places) {
    try {
      const store = await open();
      await store.update(() => undefined);
      return store;
    } catch {
      // a browser without it, or one that has been told to keep nothing
    }
  }
  return inMemory();
}
