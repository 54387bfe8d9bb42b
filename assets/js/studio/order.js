// Rows change their place at once, by their buttons or by dragging; the form sends them in the order they stand.
(() => {
  const rowsOf = (list) => [...list.querySelectorAll(":scope > [data-row]")];
  let dragged = null;

  const refresh = (list) => {
    const rows = rowsOf(list);
    rows.forEach((row, at) => {
      row.querySelector("[data-move='up']").disabled = at === 0;
      row.querySelector("[data-move='down']").disabled = at === rows.length - 1;
    });
    list.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const steps = {
    up: (row) => row.previousElementSibling?.before(row),
    down: (row) => row.nextElementSibling?.after(row),
    away: (row) => row.remove(),
  };

  const move = (button) => {
    const list = button.closest("[data-order]");
    const row = button.closest("[data-row]");
    const { move: step } = button.dataset;
    const next = step === "away" ? (row.nextElementSibling ?? row.previousElementSibling) : row;
    steps[step](row);
    refresh(list);
    const again = next?.querySelector(`[data-move='${step}']`);
    (again?.disabled ? next.querySelector("[data-move]:not(:disabled)") : again ?? next?.querySelector("input"))?.focus();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-order] [data-move]");
    if (!button) return;
    event.preventDefault();
    move(button);
  });

  const makeDraggable = (row) => {
    const grip = document.createElement("span");
    grip.className = "grip";
    grip.draggable = true;
    grip.textContent = "⠿";
    grip.setAttribute("aria-hidden", "true"); // the buttons say the same to whoever does not drag
    grip.addEventListener("dragstart", (event) => {
      dragged = row;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setDragImage(row, 0, 0);
    });
    grip.addEventListener("dragend", () => {
      dragged = null;
      refresh(row.parentElement);
    });
    row.prepend(grip);
  };

  for (const list of document.querySelectorAll("[data-order]")) {
    rowsOf(list).forEach(makeDraggable);
    list.addEventListener("dragover", (event) => {
      const over = event.target.closest("[data-row]");
      if (dragged?.parentElement !== list) return;
      event.preventDefault();
      if (!over || over === dragged) return;
      const box = over.getBoundingClientRect();
      if (event.clientY < box.top + box.height / 2) over.before(dragged);
      else over.after(dragged);
    });
  }
})();
