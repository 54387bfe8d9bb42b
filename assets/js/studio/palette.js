// The command palette: Ctrl-K or Cmd-K opens it, the arrow keys go through what is found, the return key goes there.
(() => {
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const form = dialog.querySelector("form"), field = dialog.querySelector("#palette-q");
  const found = () => [...dialog.querySelectorAll(".finds a, .finds button")];

  const open = () => {
    if (dialog.open) return;
    dialog.showModal();
    field.select();
    ask();
  };

  const ask = () => form.dispatchEvent(new CustomEvent("palette-open"));

  // htmx begins after the page has loaded: what somebody quick typed before that is asked for now.
  form.addEventListener("htmx:after:init", () => { if (dialog.open) ask(); });

  const go = (by) => {
    const all = found(), at = all.indexOf(document.activeElement) + by;
    (at < 0 ? field : all[Math.min(at, all.length - 1)])?.focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.shiftKey) return;
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    open();
  });

  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      go(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && event.key !== " " && event.target !== field) {
      field.focus(); // what is typed goes on in the field
    }
  });

  // The return key goes to the first that was found for what stands in the field now.
  form.addEventListener("submit", (event) => {
    const first = found()[0];
    if (!first || form.dataset.waits) return;
    event.preventDefault();
    first.click();
  });
  field.addEventListener("input", () => { form.dataset.waits = "yes"; });
  dialog.addEventListener("htmx:after:swap", () => { delete form.dataset.waits; });

  for (const link of document.querySelectorAll("[data-palette]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      open();
    });
  }
})();
