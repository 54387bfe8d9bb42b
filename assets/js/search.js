// Results while somebody types: the address and the title follow, so that reload, back and a restored tab find the
// whole page at the address they know.
(() => {
  const box = document.querySelector(".searchbox .input");
  const results = document.getElementById("results");
  if (!box || !results) return;

  const here = (words) => {
    const address = new URL(box.form.action);
    if (words) address.searchParams.set("q", words);
    return address;
  };

  document.addEventListener("htmx:after:swap", () => {
    const words = box.value.trim();
    history.replaceState(null, "", here(words));
    document.title = words ? `“${words}” · ${results.dataset.title}` : results.dataset.title;
  });

  // htmx begins after the page has loaded: what somebody quick typed before that is asked for now.
  box.addEventListener("htmx:after:init", () => {
    if (box.value !== box.defaultValue) box.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // A page that comes back out of the browser's memory may have other words in its box than in its address.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) box.value = new URL(location.href).searchParams.get("q") ?? "";
  });

  const follow = () => location.assign(here(box.value.trim()));
  document.addEventListener("htmx:error", (event) => {
    if (event.detail?.error?.name !== "AbortError") follow();
  });
})();
