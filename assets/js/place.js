// Where somebody stopped in a long text is kept on their device, and offered when they come back. Nothing jumps.
whenItStands(() => {
  const prose = document.querySelector(".prose[data-go-on]");
  const LONG = 4; // screens
  const MOST = 40; // texts whose places are kept
  if (!prose) return;

  const read = () => {
    try {
      return JSON.parse(localStorage.getItem("places")) ?? {};
    } catch {
      return {};
    }
  };

  const write = (places) => {
    try {
      localStorage.setItem("places", JSON.stringify(Object.fromEntries(Object.entries(places).slice(-MOST))));
    } catch {
      // Nothing is kept where storage is closed or full.
    }
  };

  // Which block of the text stands at the top of the screen: it holds for any width and any size of letters.
  const here = () => [...prose.children].findIndex((block) => block.getBoundingClientRect().bottom > 0);

  const keep = () => {
    const { [location.pathname]: before, ...places } = read();
    const block = here();
    const isWithin = scrollY > innerHeight && block >= 0;
    if (isWithin) places[location.pathname] = block;
    // Somebody who only looked in keeps the place they had; at the end there is nothing left to go on with.
    else if (scrollY <= innerHeight && before !== undefined) places[location.pathname] = before;
    write(places);
  };

  const offer = (block) => {
    const bar = document.createElement("div");
    const link = document.createElement("a");
    const close = document.createElement("button");
    bar.className = "place";
    bar.setAttribute("role", "status");
    link.href = "#";
    link.textContent = prose.dataset.goOn;
    close.type = "button";
    close.className = "button quiet";
    close.textContent = "×";
    close.setAttribute("aria-label", prose.dataset.close);
    bar.append(link, close);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      bar.remove();
      block.tabIndex = -1;
      block.scrollIntoView();
      block.focus({ preventScroll: true });
    });
    close.addEventListener("click", () => bar.remove());
    addEventListener("scroll", () => { if (scrollY > innerHeight) bar.remove(); }, { passive: true });
    prose.after(bar);
  };

  if (prose.offsetHeight < LONG * innerHeight) return;
  const kept = prose.children[read()[location.pathname]];
  if (kept && !location.hash && scrollY < innerHeight) offer(kept);
  addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
});
