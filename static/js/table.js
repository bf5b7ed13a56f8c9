// A table wider than its frame is scrolled by the keyboard too; a frame that does not scroll is no stop for the Tab key.
const watch = new ResizeObserver((changes) => {
  for (const { target } of changes) {
    const scrolls = target.scrollWidth > target.clientWidth;
    if (scrolls) {
      target.tabIndex = 0;
      target.setAttribute("role", "group");
      target.setAttribute("aria-label", target.dataset.scrolls);
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) target.removeAttribute(name);
    }
  }
});

for (const frame of document.querySelectorAll("[data-scrolls]")) watch.observe(frame);
