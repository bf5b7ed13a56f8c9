// Ticking a whole staff at once; without this script each is ticked by hand.
for (const form of document.querySelectorAll("[data-ticks]")) {
  const ticks = [...form.querySelectorAll("input[type=checkbox]")];
  const tools = form.querySelector("[data-ticks-tools]");
  if (!tools || !ticks.length) continue;
  const count = form.querySelector("[data-ticks-count]");
  const say = () => { count.textContent = String(ticks.filter((tick) => tick.checked).length); };
  const set = (checked) => { for (const tick of ticks) tick.checked = checked; say(); };
  form.querySelector("[data-ticks-all]").addEventListener("click", () => set(true));
  form.querySelector("[data-ticks-none]").addEventListener("click", () => set(false));
  form.addEventListener("change", say);
  tools.hidden = false;
  say();
}
