// Brings a part of the page up to date while the server is still at work on it: the part says so itself by
// data-live="<seconds>", and stops saying so when it is done.
const told = Object.assign(document.createElement("p"), { className: "visually-hidden" });
told.setAttribute("role", "status");

// What has changed is said once to those who cannot see it: the words of [data-says], outside the part itself.
function tell(part) {
  const words = part.querySelector("[data-says]")?.textContent.trim() ?? "";
  if (told.textContent !== words) told.textContent = words;
}

async function refresh(part) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return part;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(part.id);
  if (!fresh) return part;
  if (fresh.innerHTML !== part.innerHTML) {
    part.replaceWith(fresh);
    tell(fresh);
    return fresh;
  }
  return part;
}

async function follow(part) {
  while (part.dataset.live) {
    await new Promise((done) => setTimeout(done, 1000 * Number(part.dataset.live)));
    if (document.hidden || part.contains(document.activeElement)) continue;
    part = await refresh(part).catch(() => part);
  }
}

document.body.append(told);
for (const part of document.querySelectorAll("[data-live][id]")) follow(part);
