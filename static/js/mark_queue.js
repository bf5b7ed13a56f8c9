/* Marks on their way: each is written to the store first, then sent until the server has said what became of it. */

import { newId, openStore } from "./mark_store.js";

const BATCH = 100;
const PATIENCE = 20_000;
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 60_000;

export class MarkQueue extends EventTarget {
  /* Fires "change" (counts or trouble), and "answer" with what the server says of the trainees' standings.
     `trouble`: "", "offline", "busy", "signed-out", "waiting", or the server's own sentence. */
  constructor(store, grader) {
    super();
    Object.assign(this, { store, grader, trouble: "", writing: 0, waiting: [], refused: [] });
    Object.assign(this, { running: false, again: false, pause: FIRST_PAUSE, timer: 0, most: BATCH, held: new Set() });
  }

  static async open(grader) {
    const queue = new MarkQueue(await openStore(), grader);
    await queue.look();
    addEventListener("online", () => queue.hurry());
    addEventListener("offline", () => queue.say("offline"));
    document.addEventListener("visibilitychange", () => queue.hurry());
    return queue;
  }

  /* Writes the mark down, numbered; it is safe on this phone once this resolves. */
  async add(said) {
    this.writing += 1;
    this.dispatchEvent(new Event("change"));
    try {
      await this.store.update((record) => {
        record.counter += 1;
        const mark = { id: newId(), ...said, counter: record.counter };
        record.waiting.push({ grader: this.grader, mark });
      });
    } finally {
      this.writing -= 1;
    }
    await this.look();
    this.hurry();
  }

  async look() {
    await this.store.update((record) => {
      this.waiting = record.waiting.filter((one) => one.grader === this.grader).map((one) => one.mark);
      this.refused = record.refused.filter((one) => one.grader === this.grader);
      this.device = record.device;
    });
    this.dispatchEvent(new Event("change"));
  }

  async forgetRefused() {
    await this.store.update((record) => {
      record.refused = record.refused.filter((one) => one.grader !== this.grader);
    });
    await this.look();
  }

  /* Something has changed for the better: try now. */
  hurry() {
    this.pause = FIRST_PAUSE;
    this.held.clear();
    this.flush();
  }

  async flush() {
    clearTimeout(this.timer);
    this.again = this.running;
    if (this.running) return;
    this.running = true;
    try {
      while (await this.sendSome());
    } finally {
      this.running = false;
    }
    if (this.again) this.flush();
  }

  /* One batch; whether to go on at once. */
  async sendSome() {
    const marks = this.waiting.filter((mark) => !this.held.has(mark.id)).slice(0, this.most);
    if (!marks.length) {
      if (this.held.size) this.later("waiting");
      else this.say("");
      return false;
    }
    let answer;
    let told;
    try {
      answer = await this.post(marks);
      told = await answer.json();
    } catch {
      this.later(navigator.onLine ? "busy" : "offline");
      return false;
    }
    return this.heed(answer.status, told, marks);
  }

  post(marks) {
    const giveUp = new AbortController();
    const timer = setTimeout(() => giveUp.abort(), PATIENCE);
    return fetch("/api/marks", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ device_id: this.device, graded_by: this.grader, marks }),
      signal: giveUp.signal,
    }).finally(() => clearTimeout(timer));
  }

  async heed(status, told, marks) {
    if (told.accepted) {
      await this.settle(told);
      return true;
    }
    if (status === 422 && marks.length > 1) {
      this.most = 1; // one of them cannot be read; alone it does not keep the others back
      return true;
    }
    if (status === 422) {
      this.most = BATCH;
      await this.settle({ accepted: [], refused: [{ ...told, id: marks[0].id }], standings: [] });
      return true;
    }
    this.later(status === 401 ? "signed-out" : status >= 500 || status === 429 ? "busy" : told.message);
    return false;
  }

  async settle({ accepted, refused, standings }) {
    const kept = new Set(accepted);
    const final = new Map(refused.filter((one) => !one.keep).map((one) => [one.id, one]));
    for (const one of refused) if (one.keep) this.held.add(one.id);
    await this.store.update((record) => {
      for (const { grader, mark } of record.waiting) {
        if (final.has(mark.id)) record.refused.push({ grader, mark, ...final.get(mark.id) });
      }
      record.waiting = record.waiting.filter(({ mark }) => !kept.has(mark.id) && !final.has(mark.id));
    });
    this.pause = FIRST_PAUSE;
    await this.look();
    this.dispatchEvent(new CustomEvent("answer", { detail: standings }));
  }

  later(trouble) {
    this.say(trouble);
    this.timer = setTimeout(() => {
      this.held.clear();
      this.flush();
    }, this.pause * (0.8 + Math.random() * 0.4));
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }

  say(trouble) {
    this.trouble = trouble;
    this.dispatchEvent(new Event("change"));
  }
}
