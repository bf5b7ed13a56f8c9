// A roll called with one thumb: each word is sent when it is said, and again until it is kept. Without this script
// every touch loads the page once.
const form = document.querySelector("[data-roll]");
const said = document.querySelector("[data-said]");
const PAUSE = 3000;
const waiting = new Map(); // a row's id, or "rest" → the word to send, and what its button says
let sending = false;

const row = (key) => document.getElementById(`e-${key}`);

function show(failed) {
  for (const [key, { words }] of waiting) {
    const head = row(key);
    if (!head || head.querySelector("[data-word]")) continue;
    const badge = document.createElement("span");
    badge.className = "badge";
    badge.dataset.word = "";
    badge.textContent = `${words} …`;
    head.append(badge);
  }
  const unsaved = form.querySelector("[data-unsaved]");
  unsaved.hidden = !failed;
  unsaved.querySelector("[data-unsaved-count]").textContent = String(waiting.size);
}

function natively(body) {
  for (const [name, value] of body) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  waiting.clear();
  form.submit();
}

function renew(page, key) {
  const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("[data-roll]");
  if (!fresh) return false;
  const focused = form.contains(document.activeElement);
  form.replaceChildren(...fresh.childNodes);
  if (focused) (row(key)?.nextElementSibling ?? row(key) ?? form).querySelector("button")?.focus({ preventScroll: true });
  return true;
}

async function send() {
  if (sending) return;
  sending = true;
  let failed = false;
  while (waiting.size && !failed) {
    const [key, word] = waiting.entries().next().value;
    try {
      const answer = await fetch(form.action, { method: "POST", body: word.body, headers: { Accept: "text/html" } });
      const page = await answer.text();
      if (answer.status >= 500) throw new Error(answer.statusText);
      if (!answer.ok) return natively(word.body);
      if (waiting.get(key) === word) waiting.delete(key);
      if (!renew(page, key)) return location.assign(answer.url);
    } catch {
      failed = true;
      setTimeout(send, PAUSE);
    }
    show(failed);
  }
  sending = false;
}

form?.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button?.name) return;
  event.preventDefault();
  const body = new URLSearchParams([[button.name, button.value]]);
  if (form.elements.early?.checked) body.set("early", "yes");
  const words = button.textContent.trim();
  const name = button.closest("li")?.querySelector(".person__name")?.textContent ?? "";
  said.textContent = `${name} ${words}`;
  waiting.set(button.name === "rest" ? "rest" : button.value, { body, words });
  show(false);
  send();
});
addEventListener("online", send);
addEventListener("beforeunload", (event) => { if (waiting.size) event.preventDefault(); });
