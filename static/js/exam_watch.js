// Loads the staff's page again while somebody sits, unless nobody is looking.
const PAUSE = 15_000;

setInterval(() => {
  if (!document.hidden) location.reload();
}, PAUSE);
