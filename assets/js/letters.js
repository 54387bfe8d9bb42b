// The form of a letter comes into the page, and goes again; the keyboard follows it.
(() => {
  const links = new WeakMap();

  document.addEventListener("click", (event) => {
    const close = event.target.closest("[data-close]");
    const box = close?.closest(".write");
    if (box && links.has(box)) {
      event.preventDefault();
      box.replaceChildren(links.get(box));
      links.get(box).focus();
    }
    const see = event.target.closest("[data-see]");
    if (see && new URL(see.href).pathname === location.pathname) {
      event.preventDefault();
      location.hash = new URL(see.href).hash;
      location.reload();
    }
  });

  document.addEventListener("htmx:before:request", (event) => {
    const link = event.target.closest?.(".write > a");
    if (link) links.set(link.parentElement, link);
  });

  document.addEventListener("htmx:after:swap", () => {
    const first = document.querySelector(".write [data-first]");
    first?.removeAttribute("data-first");
    first?.focus();
  });
})();
