// Older entries loaded in place: the keyboard goes on where they begin.
(() => {
  let isAsked = false;

  document.addEventListener("htmx:before:request", (event) => {
    isAsked = Boolean(event.target.closest?.(".older"));
  });

  document.addEventListener("htmx:after:swap", () => {
    if (!isAsked) return;
    const lists = document.querySelectorAll(".posts");
    lists[lists.length - 1]?.querySelector("a")?.focus({ preventScroll: true });
  });
})();
