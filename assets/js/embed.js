// A card becomes what it stands for when it is pressed; nothing is asked of its provider before.
(() => {
  const frameOf = (card, title) => {
    const frame = document.createElement("iframe");
    frame.src = card.dataset.frame;
    frame.title = title;
    frame.allow = "autoplay; fullscreen; encrypted-media; picture-in-picture";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    return frame;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".embed > a");
    const card = link?.parentElement;
    // Another tab, another window: the reader chose to go there.
    if (!card?.dataset.frame || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const frame = frameOf(card, link.textContent.trim());
    card.replaceChildren(frame);
    frame.focus();
  });
})();
