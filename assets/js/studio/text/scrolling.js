// Where the text field stands in what scrolls: its pane, or the whole page on a small screen.
(() => {
  const text = (globalThis.stetText ??= {});

  /** What *area* scrolls in; says `stet:scroll` on it once a frame while that moves. */
  text.scrolling = (area) => {
    const pane = area.closest(".pane");
    const tools = document.querySelector(".tools");
    const paneScrolls = () => pane && pane.scrollHeight > pane.clientHeight;

    // The first line that can be read lies below the toolbar where that has come to rest at the top.
    const edge = () => {
      const top = paneScrolls() ? pane.getBoundingClientRect().top : 0;
      const box = tools?.getBoundingClientRect();
      return box && box.top <= top + 1 && box.bottom > top ? box.bottom : top;
    };
    const by = (pixels) => (paneScrolls() ? pane : window).scrollBy({ top: pixels, behavior: "instant" });

    let isWaiting = false;
    const say = () => {
      if (isWaiting) return;
      isWaiting = true;
      requestAnimationFrame(() => {
        isWaiting = false;
        area.dispatchEvent(new CustomEvent("stet:scroll"));
      });
    };
    pane?.addEventListener("scroll", say, { passive: true });
    addEventListener("scroll", say, { passive: true });
    return { edge, by };
  };
})();
