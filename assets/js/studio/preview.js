// The preview follows what is typed: each answer is morphed into its frames by the frame's own htmx, so what
// did not change stays where it is, pictures included. (Across documents an element is not an Element.)
(() => {
  const frames = [...document.querySelectorAll("iframe[data-shows]")];
  if (!frames.length) return;

  const loaded = (frame) => new Promise((resolve) => {
    const isThere = () => frame.contentDocument?.URL === "about:srcdoc" && frame.contentDocument.readyState === "complete";
    if (isThere()) resolve();
    else frame.addEventListener("load", () => resolve(), { once: true });
  });

  const withScript = async (frame) => {
    await loaded(frame);
    const script = frame.contentDocument.createElement("script");
    script.src = frame.dataset.htmx;
    await new Promise((resolve, reject) => {
      script.addEventListener("load", resolve);
      script.addEventListener("error", reject);
      frame.contentDocument.head.append(script);
    });
    return frame.contentWindow;
  };

  const windows = new Map();
  const windowOf = (frame) => {
    if (!windows.has(frame)) windows.set(frame, withScript(frame));
    return windows.get(frame);
  };

  const speak = (root, part) => {
    if (!part) return;
    root.lang = part.lang || root.lang;
    root.dir = part.dir || root.dir;
  };

  let newest = 0;
  const show = async (frame, answer, number) => {
    const part = answer.querySelector(`[data-part="${frame.dataset.shows}"]`);
    const view = await windowOf(frame);
    if (!part || number !== newest) return;
    const main = view.document.getElementById("main");
    speak(view.document.documentElement, part);
    await view.htmx.swap({ text: part.innerHTML, target: main, swap: "innerMorph", sourceElement: main });
    frame.dispatchEvent(new CustomEvent("stet:shown", { bubbles: true }));
  };

  // To show a page as long as a book takes longer than a key may: then it waits until as long nothing was typed.
  const MOST = 2000; // milliseconds
  let [cost, typedAt] = [0, 0];
  document.addEventListener("input", () => { typedAt = performance.now(); }, { capture: true });
  const pause = async () => {
    const left = typedAt + cost - performance.now();
    if (left <= 0) return;
    await new Promise((resolve) => { setTimeout(resolve, left); });
    await pause();
  };

  document.addEventListener("htmx:after:swap", async ({ detail: { ctx } }) => {
    if (ctx.sourceElement?.id !== "editor" || !ctx.text?.includes("data-part=")) return;
    newest += 1;
    const number = newest;
    await pause();
    if (number !== newest) return;
    const began = performance.now();
    const answer = new DOMParser().parseFromString(ctx.text, "text/html");
    await Promise.all(frames.map((frame) => show(frame, answer, number)));
    cost = Math.min(MOST, performance.now() - began);
  });

  // On a small screen the text has the window for itself: what nobody sees is not asked for.
  const pane = frames[0].closest(".pane");
  document.addEventListener("htmx:before:request", (event) => {
    if (event.detail.ctx.sourceElement?.id === "editor" && !pane.checkVisibility()) event.preventDefault();
  });

  // A link in the preview never takes the editor away: a place on the page is shown, all else opens beside it.
  const lead = (event) => {
    const link = event.target.closest?.("a[href]");
    const address = link?.getAttribute("href");
    if (!link) return;
    if (!address.startsWith("#")) {
      link.target = "_blank";
      return;
    }
    event.preventDefault();
    link.ownerDocument.getElementById(decodeURIComponent(address.slice(1)))?.scrollIntoView();
  };
  for (const frame of frames) loaded(frame).then(() => frame.contentDocument.addEventListener("click", lead));
})();
