// The paper: every tap is kept on the device first, then sent; the time is the server's; at its end the paper hands
// itself in. The server decides what counts: the highest sequence at each question.
import "./dialog.js";
import { bringIn } from "./exam_hand_in.js";
import { Queue } from "./exam_queue.js";

const REPLY_WITHIN = 10_000;
const LONGEST_PAUSE = 15_000;
const DOUBT = 30_000; // some in-app browsers say "offline" for ever, so it is not believed for longer than this
const LAST_MINUTES = 300;
const TOLD_AT = [600, 300, 60]; // seconds left at which the clock speaks
const OVER = new Set(["exams.time_is_up", "exams.already_handed_in", "trainings.not_open"]);

const bar = document.querySelector("[data-exam]");
const paper = document.querySelector("[data-paper]");
const handInForm = document.querySelector("#hand-in");
const dialog = document.querySelector("#sure");
const digits = document.querySelector("#clock .timer__digits");
const overview = document.querySelector("[data-overview]");
const questions = new Map([...paper.querySelectorAll("[data-position]")].map((one) => [Number(one.dataset.position), one]));
const queue = new Queue(bar.dataset.exam, Number(bar.dataset.seconds));

let endsAt = performance.now() + Number(bar.dataset.seconds) * 1000;
let sending = null;
let pause = 1000;
let retry = 0;
let lost = false;
let triedAt = performance.now();
let ended = false;
let leftBefore = Number(bar.dataset.seconds);

const show = (name, words, within = document) => within.querySelectorAll(`[data-show="${name}"]`).forEach((one) => {
  if (one.textContent !== words) one.textContent = words;
});
const say = (template, facts) => template.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
const chosenAt = (question) => [...question.querySelectorAll("input:checked")].map((input) => input.value).sort();
const same = (one, other) => one.join() === other.join();
const secondsLeft = () => Math.max(0, Math.ceil((endsAt - performance.now()) / 1000));

function choose(question, chosen) {
  question.querySelectorAll("input").forEach((input) => { input.checked = chosen.includes(input.value); });
}

/** Positions without an answer. */
function unanswered() {
  return [...questions].filter(([, question]) => chosenAt(question).length === 0).map(([position]) => position);
}

/** What has changed is heard once; what merely goes well is not. */
function tell(words) {
  show("heard", words, bar);
}

function paintNumber(position, answered) {
  const number = overview.querySelector(`[data-number="${position}"]`);
  number.classList.toggle("button--quiet", !answered);
  if (answered) number.removeAttribute("aria-label");
  else number.setAttribute("aria-label", number.dataset.open);
}

function paint() {
  const waiting = queue.all();
  for (const [position, question] of questions) {
    const answered = chosenAt(question).length > 0;
    const words = position in waiting ? bar.dataset.oneWaiting : answered ? bar.dataset.oneSaved : "";
    question.toggleAttribute("data-waiting", position in waiting);
    show("one", words, question);
    paintNumber(position, answered);
  }
  const all = questions.size;
  const count = Object.keys(waiting).length;
  show("answered", say(bar.dataset.answered, { count: all - unanswered().length, all }), bar);
  const state = count ? say(bar.dataset.waiting, { count }) : bar.dataset.saved;
  show("state", lost ? `${bar.dataset.lost} ${state}` : state, bar);
  if (lost) tell(bar.dataset.lost);
  else if (!count && bar.hasAttribute("data-lost-now")) tell(bar.dataset.saved);
  if (lost || !count) bar.toggleAttribute("data-lost-now", lost);
}

function tick() {
  const left = secondsLeft();
  digits.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  const told = TOLD_AT.filter((at) => left <= at && at < leftBefore).pop();
  if (told) tell(say(bar.dataset.minutes, { minutes: told / 60 }));
  leftBefore = left;
  bar.toggleAttribute("data-last-minutes", left <= LAST_MINUTES);
  if (left === 0 && !ended) end();
}

/** Send what waits, or ask how things stand. True once the server has everything. */
function flush() {
  sending ??= send().finally(() => { sending = null; });
  return sending;
}

async function send() {
  clearTimeout(retry);
  do {
    const answers = Object.entries(queue.all()).map(([position, one]) => ({ position: Number(position), ...one }));
    const said = await ask(answers);
    if (said === null) return later();
    endsAt = performance.now() + said.seconds_left * 1000;
    said.answers.forEach(settle);
    paint();
  } while (queue.size);
  return true;
}

async function ask(answers) {
  if (!navigator.onLine && performance.now() - triedAt < DOUBT) {
    lost = true;
    return null;
  }
  triedAt = performance.now();
  try {
    const reply = await fetch(`/exams/sittings/${bar.dataset.exam}/answers`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ answers }),
      keepalive: true,
      signal: stopAfter(REPLY_WITHIN),
    });
    const said = await reply.json();
    if (OVER.has(said.code)) leave();
    lost = !reply.ok;
    if (reply.ok) pause = 1000;
    return reply.ok ? said : null;
  } catch {
    lost = true;
    return null;
  }
}

function stopAfter(milliseconds) {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), milliseconds);
  return stop.signal;
}

/** What the server says counts at a question, against what waits here. */
function settle({ position, sequence, chosen }) {
  const question = questions.get(position);
  question.dataset.sequence = Math.max(sequence, Number(question.dataset.sequence));
  const mine = queue.get(position);
  if (!mine || mine.sequence > sequence) return;
  if (mine.sequence === sequence && !same(mine.chosen, chosen)) {
    queue.put(position, sequence + 1, mine.chosen); // another phone used this number first; hers here is the later tap
    return;
  }
  queue.settle(position);
  choose(question, chosen);
}

function later() {
  paint();
  retry = setTimeout(flush, pause);
  pause = Math.min(pause * 2, LONGEST_PAUSE);
  return false;
}

function leave() {
  ended = true;
  queue.clear();
  location.replace(bar.dataset.result);
}

/** Nothing more can be chosen; what waits is sent, then the paper goes in. */
function end() {
  ended = true;
  dialog.close();
  paper.querySelectorAll("fieldset, [data-hand-in]").forEach((one) => { one.disabled = true; });
  bringIn({ address: handInForm.action, flush, leave, notYet: bar.querySelector("[data-not-yet]") });
}

paper.addEventListener("change", (event) => {
  const question = event.target.closest("[data-position]");
  const position = Number(question.dataset.position);
  const before = queue.get(position)?.sequence ?? 0;
  queue.put(position, Math.max(before, Number(question.dataset.sequence)) + 1, chosenAt(question));
  paint();
  flush();
});

paper.addEventListener("submit", (event) => {
  if (!questions.size) return;
  event.preventDefault();
  const open = unanswered();
  show("unanswered", open.length ? say(bar.dataset.unanswered, { count: open.length }) : bar.dataset.allAnswered, dialog);
  dialog.querySelector("[data-without-answer]").replaceChildren(...open.map((position) => {
    const number = overview.querySelector(`[data-number="${position}"]`).cloneNode(true);
    number.addEventListener("click", () => dialog.close());
    return number;
  }));
  dialog.showModal();
});

dialog.querySelector("[data-sure-yes]").addEventListener("click", end);

addEventListener("online", flush);
addEventListener("pageshow", (event) => { if (event.persisted) flush(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });

for (const [position, mine] of Object.entries(queue.all())) {
  const question = questions.get(Number(position));
  if (!question || mine.sequence < Number(question.dataset.sequence)) queue.settle(position);
  else choose(question, mine.chosen);
}
document.querySelector("[data-without-script]")?.remove();
paint();
tick();
setInterval(tick, 1000);
if (queue.size) flush();
