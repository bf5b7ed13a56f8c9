// Says that a file is being read; without this script the browser alone shows that it waits.
const form = document.querySelector("[data-reading]");
const rest = (busy) => {
  form.querySelector("[data-reading-now]").hidden = !busy;
  form.querySelector("button").disabled = busy;
};
form?.addEventListener("submit", () => rest(true));
addEventListener("pageshow", () => form && rest(false));
