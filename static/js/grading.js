/* Grading with one thumb: every tap is a mark, kept on this phone before it is sent. */

import "./dialog.js";
import { fill, showKept } from "./kept.js";
import { MarkQueue } from "./mark_queue.js";
import { toast } from "./toast.js";

const REPLY_WITHIN = 5_000;

const box = document.querySelector("[data-kept]");
const queue = await MarkQueue.open(box.dataset.grader);
showKept(box, queue);
const form = document.querySelector("[data-sheet]");
if (form) {
  const { SkillSheet } = await import("./skill_sheet.js"); // which the list of people does without
  grade(form, new SkillSheet(form));
}
queue.hurry();

function same(one, other) {
  return one.value === other.value && (one.value === null || one.kind === other.kind);
}

/* Asked of the server itself: some in-app browsers say "offline" for ever. */
async function answers(address) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), REPLY_WITHIN);
  try {
    await fetch(address, { signal: stop.signal });
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

function grade(form, sheet) {
  const undone = JSON.parse(form.dataset.undoable).map(([key, kind, value]) => [sheet.step(key), { kind, value }]);
  const verdict = document.querySelector("[data-verdict]");
  const after = document.querySelector("[data-after]");
  const coach = document.querySelector("[data-coach]");
  const bar = document.querySelector(".grading-bar");
  const undo = bar.querySelector("[data-undo]");
  const told = bar.querySelector("[data-told]");
  const heard = bar.querySelector("[data-heard]");
  const missing = document.querySelector("#missing");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let latest = Number(form.dataset.latest);

  /* What is marked now is newer than all that is known here, whatever the phones' clocks say. */
  function moment() {
    latest = Math.max(Date.now(), latest + 1);
    return new Date(latest).toISOString();
  }

  function mark(kind, step_key = null, value = null, attempt = sheet.attempt) {
    const { enrolment, sheet: sheet_key } = form.dataset;
    const said = { enrolment_id: enrolment, sheet_key, attempt, kind, step_key, value, marked_at: moment() };
    queue.add(said).catch(() => warn(form.dataset.notKept));
  }

  function warn(words) {
    told.textContent = words;
    told.hidden = false;
  }

  function say(step, said) {
    undone.push([step, step.said]);
    step.show(said);
    mark(said.kind, step.key, said.value);
    show();
    onward(step);
  }

  /* The step to judge next comes into sight; where it is in sight already, nothing moves. */
  function onward(step) {
    const next = sheet.steps.slice(sheet.steps.indexOf(step) + 1).find((one) => one.done === null);
    next?.box.scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
  }

  function takeBack() {
    const [step, before] = undone.pop();
    step.show(before);
    mark(before.kind, step.key, before.value);
    show();
    heard.textContent = fill(form.dataset.undone, { step: step.text });
    step.box.scrollIntoView({ block: "center" });
  }

  /* A mark made before this page was loaded, and not known to the server then. */
  function remember(step, said) {
    if (same(step.said, said)) return;
    const [last, before] = undone[undone.length - 1] ?? [];
    if (last === step && same(before, said)) undone.pop();
    else undone.push([step, step.said]);
    step.show(said);
  }

  /* What is still to be judged, each a way to it. */
  function askForTheRest() {
    missing.querySelector("[data-missing]").replaceChildren(...sheet.notJudged.map((step) => {
      const number = sheet.steps.indexOf(step) + 1;
      const facts = { href: `#${step.box.id}`, className: "button button--quiet", textContent: number };
      const way = Object.assign(document.createElement("a"), facts);
      way.setAttribute("aria-label", step.name);
      way.addEventListener("click", () => {
        missing.close();
        step.radio("not_done").focus({ preventScroll: true });
      });
      return way;
    }));
    missing.showModal();
  }

  function show() {
    const judged = sheet.steps.length - sheet.notJudged.length;
    const counted = { judged, all: sheet.steps.length };
    bar.querySelector("[data-judged-shown]").textContent = fill(form.dataset.judged, counted);
    undo.disabled = !undone.length;
    told.hidden = true;
    form.querySelector("[data-steps]").disabled = sheet.finished;
    bar.querySelector("[data-acts]").hidden = sheet.finished;
    form.querySelector("[data-closed]").hidden = !sheet.finished;
    const numbers = { number: sheet.attempt, attempts: sheet.attempts };
    form.querySelector("[data-attempt-shown]").textContent = fill(form.dataset.attemptWords, numbers);
  }

  function lines(list, words) {
    list.replaceChildren(...words.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
  }

  function showVerdict({ passed, headline, reasons, alsoMissed }) {
    verdict.className = `notice notice--${passed ? "good" : "bad"}`;
    const sign = verdict.querySelector("use");
    sign.setAttribute("href", sign.getAttribute("href").replace(/#.*/, passed ? "#check" : "#alert"));
    verdict.querySelector("[data-verdict-headline]").textContent = headline;
    const failed = verdict.querySelector("[data-verdict-reasons]");
    const missed = verdict.querySelector("[data-verdict-missed]");
    lines(failed, reasons);
    lines(missed.querySelector("ul"), alsoMissed);
    failed.hidden = !reasons.length;
    missed.hidden = !alsoMissed.length;
    verdict.querySelector("[data-verdict-when]")?.remove();
    const last = sheet.attempt >= sheet.attempts;
    coach.hidden = passed || last;
    const [onward, other] = after.querySelectorAll("[data-onward] a");
    onward.className = `button button--${coach.hidden ? "main" : "quiet"}`;
    if (other) other.hidden = !passed;
    after.querySelector("[data-no-attempt-left]").hidden = passed || !last;
    verdict.hidden = after.hidden = false;
  }

  function end() {
    sheet.finished = true;
    undone.length = 0;
    showVerdict(sheet.verdict());
    show();
  }

  function retest(attempt) {
    const kept = verdict.cloneNode(true);
    kept.removeAttribute("data-verdict");
    document.querySelector("[data-earlier]").append(kept);
    verdict.hidden = after.hidden = true;
    undone.length = 0;
    sheet.begin(attempt);
    show();
  }

  /* Marks that the server has not seen yet, on top of what it had when it made this page. */
  function replay() {
    for (const one of queue.waiting) {
      if (one.enrolment_id !== form.dataset.enrolment || one.sheet_key !== form.dataset.sheet) continue;
      latest = Math.max(latest, Date.parse(one.marked_at));
      if (one.kind === "coached" && one.attempt === sheet.attempt + 1 && sheet.finished) retest(one.attempt);
      if (one.attempt !== sheet.attempt || sheet.finished) continue;
      if (one.kind === "finish") end();
      else if (sheet.step(one.step_key)) remember(sheet.step(one.step_key), { kind: one.kind, value: one.value });
    }
  }

  form.addEventListener("change", ({ target }) => {
    const step = sheet.step(target.closest("[data-step]")?.dataset.step);
    if (step && target.reportValidity()) say(step, step.touched(target));
  });
  undo.addEventListener("click", takeBack);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (sheet.finished) return;
    if (sheet.notJudged.length) {
      askForTheRest();
      return;
    }
    mark("finish");
    end();
    verdict.focus({ preventScroll: true });
    verdict.scrollIntoView({ block: "start" });
  });
  coach.addEventListener("submit", (event) => {
    event.preventDefault();
    mark("coached", null, null, sheet.attempt + 1);
    retest(sheet.attempt + 1);
    form.scrollIntoView({ block: "start" });
  });
  queue.addEventListener("answer", ({ detail }) => {
    const mine = detail.find(
      (one) => one.enrolment_id === form.dataset.enrolment && one.sheet_key === form.dataset.sheet,
    );
    if (!mine || mine.attempt !== sheet.attempt || !mine.finished || !sheet.finished) return;
    showVerdict({ ...mine, alsoMissed: mine.also_missed });
  });

  /* Where no network is, a page that cannot be opened is not tried: it would leave nothing to go back to. */
  document.querySelector("main").addEventListener("click", async (event) => {
    const way = event.target.closest("a[href^='/']");
    if (!way || (navigator.onLine && !queue.trouble)) return;
    event.preventDefault();
    if (await answers(way.href)) location.assign(way.href);
    else if (!document.querySelector(".toast--warn")) toast(form.dataset.noNetwork, "warn");
  });

  document.querySelector("[data-state]").hidden = true; // from now on the marks on this screen say it better
  undo.hidden = false;
  bar.querySelector("[data-save]").hidden = true;
  replay();
  show();
  const begun = sheet.notJudged.length < sheet.steps.length;
  if (begun && !sheet.finished && !scrollY) sheet.notJudged[0]?.box.scrollIntoView({ block: "center" });
}
