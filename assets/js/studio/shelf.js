// The shelf while somebody filters it: the address follows, so that going back, reloading and keeping it work.
(() => {
  const follow = (form) => {
    const asked = new URLSearchParams(new FormData(form));
    for (const [name, value] of [...asked]) if (!value) asked.delete(name);
    history.replaceState(history.state, "", form.getAttribute("action") + (asked.size ? `?${asked}` : ""));
  };

  document.addEventListener("htmx:after:swap", () => {
    const form = document.querySelector("#shelf .filters");
    if (form && !document.activeElement?.closest(".older")) follow(form);
  });
})();
