// Older entries loaded in place: the reader's place is kept, and a failed request becomes the plain link.
(() => {
  document.addEventListener("htmx:after:swap", () => {
    const lists = document.querySelectorAll(".posts");
    lists[lists.length - 1]?.querySelector("a")?.focus({ preventScroll: true });
  });

  const follow = (event) => {
    const link = event.detail.ctx?.sourceElement;
    if (link?.href) location.assign(link.href);
  };
  document.addEventListener("htmx:error", follow);
  document.addEventListener("htmx:after:request", (event) => {
    if (event.detail.ctx.response?.raw.status >= 400) follow(event);
  });
})();
