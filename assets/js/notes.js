// A note opens beside the words that it is about. Without script its number leads to the end of the text.
(() => {
  if (!HTMLElement.prototype.showPopover) return;

  let card = null;
  let opener = null;
  let pressedAgain = false;

  const make = () => {
    card = document.createElement("aside");
    card.className = "note-card";
    card.popover = "auto";
    card.tabIndex = -1;
    card.setAttribute("role", "note");
    card.addEventListener("toggle", (event) => {
      if (event.newState === "closed") opener?.removeAttribute("aria-expanded");
    });
    (document.querySelector("main") ?? document.body).append(card);
  };

  const words = (note) => {
    const copy = note.cloneNode(true);
    for (const back of copy.querySelectorAll(".back")) back.remove();
    for (const named of copy.querySelectorAll("[id]")) named.removeAttribute("id");
    return copy.childNodes;
  };

  const open = (link, note) => {
    if (!card) make();
    opener = link;
    card.replaceChildren(...words(note));
    card.setAttribute("aria-label", link.getAttribute("aria-label"));
    card.showPopover({ source: link });
    link.setAttribute("aria-expanded", "true");
    card.focus({ preventScroll: true });
  };

  // Pressed while its note is open, a number closes it: the press alone would close and open again.
  document.addEventListener("pointerdown", (event) => {
    pressedAgain = card?.matches(":popover-open") && event.target.closest?.(".fnref a") === opener;
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".fnref a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const note = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!note) return;
    event.preventDefault();
    if (pressedAgain) card.hidePopover();
    else open(link, note);
    pressedAgain = false;
  });
})();
