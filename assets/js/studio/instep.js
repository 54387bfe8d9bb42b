// Source and page scroll in step: what stands at the top of one stands at the top of the other. The renderer
// says of each block in which line it begins; between two such lines the way is taken evenly.
(() => {
  const field = document.getElementById("id_body");
  const frame = document.querySelector('iframe[data-shows="page"]');
  if (!field || !frame) return;
  const SETTLES = 150; // milliseconds in which the source, sent to a line, still measures its way there

  let marks = null; // [line from 0, distance from the top of the document], both rising
  const measure = () => {
    const view = frame.contentWindow;
    const found = [[0, 0]];
    for (const block of view.document.querySelectorAll("[data-line]")) {
      const [line, top] = [block.dataset.line - 1, block.getBoundingClientRect().top + view.scrollY];
      const [before, above] = found.at(-1);
      if (line > before && top > above) found.push([line, top]);
    }
    const lines = field.value.split("\n").length;
    const whole = view.document.documentElement.scrollHeight;
    if (lines > found.at(-1)[0]) found.push([lines, Math.max(whole, found.at(-1)[1] + 1)]);
    return found;
  };

  const between = (value, from, to) => {
    marks ??= measure();
    const beyond = marks.findIndex((mark) => mark[from] > value);
    const next = beyond === -1 ? marks.length - 1 : Math.max(1, beyond);
    const [low, high] = [marks[next - 1] ?? marks[0], marks[next]];
    const share = high[from] > low[from] ? (value - low[from]) / (high[from] - low[from]) : 0;
    return low[to] + Math.min(1, Math.max(0, share)) * (high[to] - low[to]);
  };

  const isSeen = () => frame.offsetParent !== null && frame.contentDocument?.body;
  let placed = -1; // where the page was scrolled to by us: that is nobody's to follow
  let settled = 0;

  const followSource = () => {
    if (!field.stet || !isSeen() || performance.now() < settled) return;
    const view = frame.contentWindow;
    view.scrollTo({ top: between(field.stet.lineAtTop(), 0, 1), behavior: "instant" });
    placed = view.scrollY;
  };

  const followPage = () => {
    const { scrollY } = frame.contentWindow;
    if (!field.stet || !isSeen() || Math.abs(scrollY - placed) < 2) return;
    placed = -1;
    settled = performance.now() + SETTLES;
    field.stet.showLine(between(scrollY, 1, 0));
  };

  const once = (follow) => {
    let waits = 0;
    return () => {
      cancelAnimationFrame(waits);
      waits = requestAnimationFrame(follow);
    };
  };
  field.addEventListener("stet:scroll", once(followSource));

  const begin = () => {
    marks = null;
    const view = frame.contentWindow;
    view.addEventListener("scroll", once(followPage), { passive: true });
    // Pictures that arrive and another width move everything below them.
    new ResizeObserver(() => { marks = null; }).observe(view.document.body);
  };
  if (frame.contentDocument?.URL === "about:srcdoc" && frame.contentDocument.readyState === "complete") begin();
  else frame.addEventListener("load", begin, { once: true });
  frame.addEventListener("stet:shown", () => { marks = null; followSource(); });
})();
