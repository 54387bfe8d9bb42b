// A text, a picture or a file is chosen from what a search finds: the field, then arrows, then the return key.
(() => {
  const field = document.getElementById("id_body");
  if (!field) return;
  const LONGEST = 80; // letters of a selection that are looked for

  const text = (globalThis.stetText ??= {});

  const bare = (words) => words.replace(/\s+/g, " ").trim();
  /** *words* as they can stand between brackets. */
  text.inBrackets = (words) => bare(words).replace(/[[\]\\]/g, "\\$&");

  const put = (dialog, choice) => {
    const { line, mark, reference, words } = choice.dataset;
    const chosen = field.stet.selection().text;
    dialog.close();
    field.stet.insert(line ?? `${mark ?? ""}[${text.inBrackets(chosen || words)}](${reference})`);
    field.stet.focus();
  };

  const step = (dialog, from, by) => {
    const stops = [dialog.querySelector("input[type=search]"), ...dialog.querySelectorAll(".choices a")];
    const next = stops[Math.min(stops.length - 1, Math.max(0, stops.indexOf(from) + by))];
    next.focus();
  };

  const STEPS = { ArrowDown: 1, ArrowUp: -1 };
  const wire = (dialog) => {
    const search = dialog.querySelector("input[type=search]");
    dialog.addEventListener("keydown", (event) => {
      if (!STEPS[event.key] || event.target.type === "file") return;
      event.preventDefault();
      step(dialog, event.target, STEPS[event.key]);
    });
    search.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const first = dialog.querySelector(".choices a");
      if (first && search.value === dialog.dataset.shown) put(dialog, first);
    });
    dialog.addEventListener("htmx:after:swap", () => { dialog.dataset.shown = search.value; });
    return () => {
      search.value = bare(field.stet.selection().text).slice(0, LONGEST);
      dialog.showModal();
      search.focus();
      search.select();
      search.dispatchEvent(new Event("stet:look", { bubbles: true }));
    };
  };

  document.addEventListener("click", (event) => {
    const choice = event.target.closest(".picker .choices a");
    if (!choice || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    put(choice.closest("dialog"), choice);
  });

  field.addEventListener("stet:pick-link", wire(document.getElementById("pick-link")));
  field.addEventListener("stet:pick-picture", wire(document.getElementById("pick-picture")));
  field.addEventListener("stet:pick-file", wire(document.getElementById("pick-file")));
})();
