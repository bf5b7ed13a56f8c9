// What was chosen on this device and is not known to have reached the server. It lies in localStorage, so that
// neither a reload nor a dead battery loses it; where a browser forbids that, it lies in memory. No key is ever here.
const PREFIX = "firstaid-exam-";
const DAY = 24 * 3600 * 1000;

export class Queue {
  constructor(sitting, secondsLeft) {
    this.name = PREFIX + sitting;
    this.until = Date.now() + secondsLeft * 1000 + DAY;
    this.memory = {};
    sweep();
  }

  /** Position → {sequence, chosen}. */
  all() {
    try {
      return JSON.parse(localStorage.getItem(this.name))?.answers ?? {};
    } catch {
      return this.memory;
    }
  }

  get(position) {
    return this.all()[position];
  }

  put(position, sequence, chosen) {
    this.#keep({ ...this.all(), [position]: { sequence, chosen } });
  }

  settle(position) {
    const { [position]: _, ...rest } = this.all();
    this.#keep(rest);
  }

  clear() {
    this.#keep({});
  }

  get size() {
    return Object.keys(this.all()).length;
  }

  #keep(answers) {
    this.memory = answers;
    try {
      if (Object.keys(answers).length) localStorage.setItem(this.name, JSON.stringify({ until: this.until, answers }));
      else localStorage.removeItem(this.name);
    } catch {
      // full or forbidden: memory has it
    }
  }
}

/** Papers long over leave nothing behind on a shared phone. */
function sweep() {
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(PREFIX) && JSON.parse(localStorage.getItem(name)).until < Date.now()) localStorage.removeItem(name);
    }
  } catch {
    // forbidden: then nothing was left either
  }
}
