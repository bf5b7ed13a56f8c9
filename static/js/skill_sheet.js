/* One skill sheet on the screen: what is said of every step, and what it amounts to. */

import { fill } from "./kept.js";
import { stopwatch } from "./stopwatch.js";

export class SkillSheet {
  constructor(form) {
    this.form = form;
    this.words = form.dataset;
    this.attempt = Number(form.dataset.attempt);
    this.attempts = Number(form.dataset.attempts);
    this.finished = "finished" in form.dataset;
    this.steps = [...form.querySelectorAll("[data-step]")].map((box) => new Step(box, this.words));
    this.resets = this.steps.filter((step) => step.timed).map((step) => step.wind());
  }

  step(key) {
    return this.steps.find((step) => step.key === key);
  }

  get notJudged() {
    return this.steps.filter((step) => step.done === null);
  }

  get missed() {
    return this.steps.filter((step) => !step.done);
  }

  /* The verdict as the server will say it, for a phone that has no network. */
  verdict() {
    const failed = this.missed.filter((step) => step.decides);
    const headline = failed.length ? this.words.notPassed : this.words.passed;
    return {
      passed: !failed.length,
      headline: fill(headline, { number: this.attempt }),
      reasons: failed.map((step) => step.reason()),
      alsoMissed: this.missed.filter((step) => !step.decides).map((step) => step.reason()),
    };
  }

  /* Another try: every step is open again. */
  begin(attempt) {
    this.attempt = attempt;
    this.finished = false;
    this.form.elements.attempt.value = attempt;
    for (const reset of this.resets) reset();
    for (const step of this.steps) step.show({ kind: "step", value: null });
  }
}

class Step {
  constructor(box, sentences) {
    this.box = box;
    this.words = sentences;
    this.key = box.dataset.step;
    const words = box.querySelector("[data-step-text]");
    this.text = words.dataset.stepText;
    this.name = words.textContent;
    this.decides = "decides" in box.dataset;
    this.timed = "count" in box.dataset;
    this.field = box.querySelector("input[type=number]");
    this.said = this.read();
  }

  radio(value) {
    return this.box.querySelector(`input[value=${value}]`);
  }

  /* What the screen says, as a mark says it. */
  read() {
    if (this.radio("not_done").checked) return { kind: "step", value: 0 };
    if (this.timed && this.field.value) return { kind: "seconds", value: Number(this.field.value) };
    if (this.radio("done")?.checked) return { kind: "step", value: 1 };
    return { kind: "step", value: null };
  }

  /* After a touch of `input`, its opposite gives way: seconds and "not done" cannot both stand. */
  touched(input) {
    if (this.timed && input === this.field) this.radio("not_yet").checked = true;
    if (this.timed && input !== this.field) this.field.value = "";
    if (input === this.field && this.field.value) this.field.value = Math.round(Number(this.field.value) * 10) / 10;
    return this.read();
  }

  show(said) {
    this.said = said;
    const value = said.kind === "seconds" ? null : said.value;
    const ticked = this.radio({ 1: "done", 0: "not_done" }[value] ?? "not_yet");
    ticked.checked = true;
    if (!this.timed) return;
    this.field.value = said.kind === "seconds" ? (said.value ?? "") : "";
    this.showWindow();
  }

  get done() {
    if (this.said.value === null) return null;
    return this.said.kind === "seconds" ? this.inside(this.said.value) : this.said.value === 1;
  }

  inside(seconds) {
    return Number(this.box.dataset.low) <= seconds && seconds <= Number(this.box.dataset.high);
  }

  reason() {
    const sentence = this.said.kind === "seconds" ? this.words.outOfTime : this.words.notDone;
    return fill(sentence, { ...this.box.dataset, step: this.text, seconds: this.said.value });
  }

  /* Green only inside the window, and in words; while the watch runs, just the seconds. */
  showWindow(running) {
    const line = this.box.querySelector("[data-window]");
    const timer = this.box.querySelector("[data-timer]");
    const seconds = this.said.value;
    delete line.dataset.inTime;
    timer.hidden = running === undefined;
    if (running !== undefined) {
      timer.querySelector(".timer__digits").textContent = fill(this.words.seconds, { seconds: running.toFixed(1) });
    }
    if (running !== undefined || this.said.kind !== "seconds" || seconds === null) {
      const words = fill(this.words.askedFor, this.box.dataset);
      if (line.textContent !== words) line.textContent = words;
    } else {
      line.dataset.inTime = this.inside(seconds) ? "yes" : "no";
      const tooFast = seconds < Number(this.box.dataset.low);
      const sentence = this.inside(seconds) ? this.words.good : tooFast ? this.words.tooFast : this.words.tooSlow;
      line.textContent = fill(sentence, { seconds, ...this.box.dataset });
    }
  }

  wind() {
    const button = this.box.querySelector("[data-watch]");
    return stopwatch(button, this.field, (seconds) => this.showWindow(seconds));
  }
}
