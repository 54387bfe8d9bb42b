// A link that brings a part into its page. Most readers press none: htmx is fetched for the first who is about to,
// and where something fails the link is followed.
(() => {
  let coming = null;
  let isHere = false; // and has set itself up, which it does a moment after it came
  let isPressed = false;

  const linkOf = (event) => {
    const link = event.target.closest?.("a[data-hx-get]");
    return link && !isHere && document.querySelector("meta[data-htmx]") ? link : null;
  };

  const follow = (event) => {
    const link = event.detail.ctx?.sourceElement;
    if (link?.href) location.assign(link.href);
    else link?.closest?.("form")?.submit();
  };

  const followWhatFails = () => {
    document.addEventListener("htmx:error", follow);
    document.addEventListener("htmx:after:request", (event) => {
      if (event.detail.ctx.response?.raw.status >= 400) follow(event);
    });
  };

  const fetchIt = (resolve, reject) => {
    const script = document.createElement("script");
    script.src = document.querySelector("meta[data-htmx]").dataset.htmx;
    script.addEventListener("load", () => {
      followWhatFails();
      setTimeout(() => {
        isHere = true;
        resolve();
      });
    });
    script.addEventListener("error", reject);
    document.head.append(script);
  };

  const bring = () => {
    coming ??= new Promise(fetchIt).finally(() => { coming = null; });
    return coming;
  };

  const foresee = (event) => {
    if (linkOf(event)) bring().catch(() => {}); // it is asked for again when the link is pressed
  };
  document.addEventListener("pointerover", foresee);
  document.addEventListener("focusin", foresee);

  // The click that came before htmx is done again when it is there.
  document.addEventListener("click", (event) => {
    const link = linkOf(event);
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (isPressed) return;
    isPressed = true;
    bring().then(() => link.click(), () => location.assign(link.href)).finally(() => { isPressed = false; });
  });
})();
