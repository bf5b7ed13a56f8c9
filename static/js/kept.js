/* "Saved on this phone / sent", always in sight; the sentences stand in the page. */

export function fill(sentence, facts) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => facts[name] ?? whole);
}

export function showKept(box, queue) {
  const part = (name) => box.querySelector(`[data-kept-${name}]`);
  const sentences = {
    offline: box.dataset.offline,
    busy: box.dataset.busy,
    "signed-out": box.dataset.signedOut,
    waiting: box.dataset.waiting,
  };

  let troubled = false;

  /* All is well again: said once, because counts that speak at every tap would never be quiet. */
  function tellTheEnd(trouble) {
    const allSent = !queue.waiting.length && !queue.writing;
    if (troubled && !trouble && allSent) part("heard").textContent = box.dataset.allSent;
    troubled = Boolean(trouble) || (troubled && !allSent);
    if (trouble) part("heard").textContent = "";
  }

  function show() {
    const open = Math.max(queue.waiting.length, queue.writing);
    part("saved").textContent = open ? fill(box.dataset.saved, { count: open }) : box.dataset.allSent;
    box.dataset.all = open ? "waiting" : "sent";
    const trouble = queue.waiting.length || queue.trouble === "offline" ? queue.trouble : "";
    const words = queue.store.lasting ? (sentences[trouble] ?? trouble) : box.dataset.forgetful;
    if (part("trouble").textContent !== words) part("trouble").textContent = words;
    tellTheEnd(trouble);
    part("refused").hidden = !queue.refused.length;
    part("list").replaceChildren(...queue.refused.map(line));
  }

  function line(one) {
    const item = document.createElement("li");
    item.textContent = `${fill(box.dataset.refused, { message: one.message })} ${one.advice}`;
    return item;
  }

  part("seen").addEventListener("click", () => queue.forgetRefused());
  queue.addEventListener("change", show);
  box.hidden = false;
  show();
}
