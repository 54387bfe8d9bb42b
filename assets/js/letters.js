// The form of a letter comes into the page, and goes again; the keyboard follows it. A failed request becomes the
// plain link.
(() => {
  const { htmx } = document.querySelector("meta[data-htmx]")?.dataset ?? {};
  if (!htmx) return;
  const links = new WeakMap();
  let isComing = false;

  // Most readers write nothing: htmx is fetched for the first who does, whose click is then done again.
  const bring = (link) => {
    const script = document.createElement("script");
    script.src = htmx;
    script.addEventListener("load", () => setTimeout(() => link.click())); // after htmx has set itself up
    script.addEventListener("error", () => location.assign(link.href));
    document.head.append(script);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".write > a[data-hx-get]");
    if (!link || window.htmx || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!isComing) bring(link);
    isComing = true;
  });

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

  const follow = (event) => {
    const link = event.detail.ctx?.sourceElement;
    if (link?.href) location.assign(link.href);
    else link?.closest?.("form")?.submit();
  };
  document.addEventListener("htmx:error", follow);
  document.addEventListener("htmx:after:request", (event) => {
    if (event.detail.ctx.response?.raw.status >= 400) follow(event);
  });
})();
