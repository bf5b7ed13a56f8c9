// Says in a moment what was done: seen below the page, heard by whoever listens to it. What went wrong stays until it is tapped.
const SHOWN = 8000;
let place;

function region() {
  if (place?.isConnected) return place;
  place = Object.assign(document.createElement("div"), { className: "toasts" });
  place.setAttribute("role", "status");
  document.body.append(place);
  return place;
}

export function toast(words, kind = "good") {
  const said = Object.assign(document.createElement("p"), { className: `toast toast--${kind}`, textContent: words });
  said.addEventListener("click", () => said.remove());
  const here = region();
  // A region that is filled the moment it appears is passed over by screen readers.
  setTimeout(() => here.append(said), 100);
  if (kind === "good") setTimeout(() => said.remove(), SHOWN);
}

// What the page came with was there before anybody listened; put in again, it is heard.
for (const said of document.querySelectorAll("main > [data-toast]")) setTimeout(() => said.append(...said.childNodes), 500);
