// Opens a dialog from a button with data-opens="<its id>"; closes it from data-closes inside it, or from beside it.
addEventListener("click", ({ target }) => {
  const opener = target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  if (target.closest("[data-closes]") || target.matches("dialog")) target.closest("dialog")?.close();
});
