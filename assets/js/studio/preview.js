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
  const show = async (frame, text, number) => {
    const name = frame.dataset.shows;
    const part = new DOMParser().parseFromString(text, "text/html").querySelector(`[data-part="${name}"]`);
    const view = await windowOf(frame);
    if (!part || number !== newest) return;
    const main = view.document.getElementById("main");
    speak(view.document.documentElement, part);
    await view.htmx.swap({ text: part.innerHTML, target: main, swap: "innerMorph", sourceElement: main });
    frame.dispatchEvent(new CustomEvent("stet:shown", { bubbles: true }));
  };

  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    if (ctx.sourceElement?.id !== "editor" || !ctx.text?.includes("data-part=")) return;
    newest += 1;
    for (const frame of frames) show(frame, ctx.text, newest);
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
