// Shows the other theme without a second stylesheet: the rules for dark devices are made to hold always, or never.
import { toast } from "./toast.js";

function* darkRules(rules) {
  for (const rule of rules) {
    if (rule.media?.mediaText.includes("prefers-color-scheme")) yield rule;
    else if (rule.cssRules) yield* darkRules(rule.cssRules);
  }
}

const dark = [...document.styleSheets].flatMap((sheet) => [...darkRules(sheet.cssRules)]);
const themes = document.querySelectorAll("[data-theme]");

function show(theme) {
  document.documentElement.style.colorScheme = theme;
  for (const rule of dark) rule.media.mediaText = theme === "dark" ? "screen" : "not all";
  for (const one of themes) one.setAttribute("aria-pressed", one.dataset.theme === theme);
  sessionStorage.setItem("theme", theme);
}

for (const button of themes) button.addEventListener("click", () => show(button.dataset.theme));
if (sessionStorage.getItem("theme")) show(sessionStorage.getItem("theme"));
document.querySelector("[data-says]").addEventListener("click", ({ target }) => toast(target.dataset.says));
document.querySelector("[data-themes]").hidden = false;
