// A shelf while somebody works on it: the address follows what is asked, and all rows can be ticked at once.
(() => {
  const follow = (form) => {
    const asked = new URLSearchParams(new FormData(form));
    for (const [name, value] of [...asked]) if (!value) asked.delete(name);
    history.replaceState(history.state, "", form.getAttribute("action") + (asked.size ? `?${asked}` : ""));
  };

  const offerAll = () => {
    const all = document.querySelector("[data-tick-all]");
    if (all) all.hidden = false;
  };

  const count = () => {
    const said = document.querySelector("[data-ticked]");
    if (said) said.textContent = `${document.querySelectorAll("#shelf [name=thing]:checked").length} ticked`;
  };

  // Ticks between the last one and this, where the shift key is held.
  let last = null;
  const tickBetween = (boxes, box) => {
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
    if (from >= 0) for (const each of boxes.slice(from, to + 1)) each.checked = box.checked;
  };

  document.addEventListener("click", (event) => {
    const boxes = [...document.querySelectorAll("#shelf [name=thing]")];
    if (event.target.matches("[data-tick-all]")) for (const each of boxes) each.checked = event.target.checked;
    if (event.target.matches("#shelf [name=thing]")) {
      if (event.shiftKey) tickBetween(boxes, event.target);
      last = event.target;
    }
    count();
  });

  document.addEventListener("htmx:after:swap", (event) => {
    offerAll();
    count();
    const form = event.detail.ctx?.sourceElement?.closest?.(".filters");
    if (form) follow(form);
  });
  offerAll();
  count();
})();
