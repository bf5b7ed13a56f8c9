// Handing in over a network that comes and goes: what waits goes first, then the paper, again and again until the
// server has it; handing in twice is once. Until then the page says in large words that it is not handed in.
const REPLY_WITHIN = 10_000;
const PAUSE = 5_000;
const SAID_AFTER = 2_000; // on a good network it is over before that

let underWay = false;

export async function bringIn({ address, flush, notYet, leave }) {
  if (underWay) return;
  underWay = true;
  const told = setTimeout(() => { notYet.hidden = false; }, SAID_AFTER);
  while (!((await flush()) && (await taken(address)))) {
    notYet.hidden = false;
    await aWhile();
  }
  clearTimeout(told);
  underWay = false;
  leave();
}

/* The answer leads to the result; it is not followed here, so that its page still says what was done. */
async function taken(address) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), REPLY_WITHIN);
  try {
    const headers = { Accept: "application/json" };
    const reply = await fetch(address, { method: "POST", headers, redirect: "manual", signal: stop.signal });
    return reply.type === "opaqueredirect";
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/* Until it is worth another try: the network is back, or some seconds are over. */
function aWhile() {
  return new Promise((go) => {
    setTimeout(go, PAUSE);
    addEventListener("online", go, { once: true });
  });
}

addEventListener("beforeunload", (event) => { if (underWay) event.preventDefault(); });
