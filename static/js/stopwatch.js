/* A stopwatch on one button: tap at the first, tap at the last; the seconds go into the field beside it. */

const TENTH = 100;

export function stopwatch(button, field, whileRunning) {
  let started = 0;
  let ticking = 0;

  const seconds = () => Math.round((performance.now() - started) / TENTH) / 10;

  function start() {
    started = performance.now();
    button.textContent = button.dataset.stop;
    button.dataset.running = "";
    ticking = setInterval(() => whileRunning(seconds()), TENTH);
  }

  function stop() {
    clearInterval(ticking);
    field.value = Math.max(seconds(), 0.1);
    reset();
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function reset() {
    clearInterval(ticking);
    delete button.dataset.running;
    button.textContent = button.dataset.start;
  }

  button.addEventListener("click", () => ("running" in button.dataset ? stop() : start()));
  button.hidden = false;
  return reset;
}
