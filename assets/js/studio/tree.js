// The tree of pages with a pointer and with keys. Both press the form's own buttons or fill its own fields.
(() => {
  const form = () => document.getElementById("tree");
  const links = () => [...(form()?.querySelectorAll("a.name") ?? [])];
  let held = null; // the number of the page that keys are on, over a tree that is laid out anew

  const offer = () => {
    for (const each of document.querySelectorAll("[data-grip], .tree-keys")) each.hidden = false;
  };


  const step = (row, way) => row.querySelector(`:scope > .leaf [data-way="${way}"]`)?.click();

  const isRtl = () => getComputedStyle(form()).direction === "rtl";
  const WAYS = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "in", ArrowLeft: "out" };
  const mirrored = { in: "out", out: "in" };

  document.addEventListener("keydown", (event) => {
    const link = event.target.closest?.("#tree a.name");
    if (!link || event.ctrlKey || event.metaKey) return;
    const all = links(), at = all.indexOf(link);
    const next = { ArrowUp: all[at - 1], ArrowDown: all[at + 1], Home: all[0], End: all.at(-1) };
    if (event.altKey && WAYS[event.key]) {
      event.preventDefault();
      const way = WAYS[event.key];
      step(link.closest("[data-page]"), (isRtl() && mirrored[way]) || way);
    } else if (!event.altKey && event.key in next) {
      event.preventDefault();
      next[event.key]?.focus();
    }
  });

  document.addEventListener("focusin", (event) => {
    const link = event.target.closest?.("#tree a.name");
    if (link) held = link.closest("[data-page]").dataset.page;
  });

  document.addEventListener("htmx:after:swap", () => {
    offer();
    if (held) document.querySelector(`#page-${held} > .leaf a.name`)?.focus();
  });

  // Dragging: the row under the pointer says where, by its upper, middle and lower part.
  let drag = null;

  const placeAt = (event) => {
    const leaf = document.elementFromPoint(event.clientX, event.clientY)?.closest(".leaf");
    if (!leaf || drag.row.contains(leaf)) return null;
    const box = leaf.getBoundingClientRect(), part = (event.clientY - box.top) / box.height;
    return { leaf, where: part < 0.3 ? "before" : part > 0.7 ? "after" : "in" };
  };

  const mark = (place) => {
    for (const each of form().querySelectorAll("[data-drop]")) delete each.dataset.drop;
    if (place) place.leaf.dataset.drop = place.where;
  };

  const drop = ({ leaf, where }) => {
    const row = leaf.closest("[data-page]"), parent = row.parentElement.closest("[data-page]");
    let after = row.nextElementSibling;
    if (after === drag.row) after = after.nextElementSibling;
    const before = { before: row.dataset.page, after: after?.dataset.page ?? "", in: "" }[where];
    const fields = form().elements;
    fields.page.value = held = drag.row.dataset.page;
    fields.below.value = where === "in" ? row.dataset.page : parent?.dataset.page ?? "";
    fields.before.value = before;
    form().requestSubmit();
  };

  const end = (place) => {
    if (!drag) return;
    mark(null);
    drag.row.classList.remove("dragged");
    form().classList.remove("dragging");
    if (place) drop(place);
    drag = null;
  };

  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest?.("[data-grip]");
    if (!grip || event.button) return;
    event.preventDefault();
    drag = { row: grip.closest("[data-page]") };
    drag.row.classList.add("dragged");
    form().classList.add("dragging");
  });
  document.addEventListener("pointermove", (event) => { if (drag) mark(placeAt(event)); });
  document.addEventListener("pointerup", (event) => { if (drag) end(placeAt(event)); });
  document.addEventListener("pointercancel", () => end(null));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") end(null); });

  offer();
})();
