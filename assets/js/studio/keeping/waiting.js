// The preview says why it waits.
(() => {
  const said = document.getElementById("preview-said");
  if (!said) return;
  const usual = said.textContent;
  const say = (status) => {
    said.textContent = status > 0 && status < 400 ? usual : "The preview waits. What you typed stays here.";
  };
  document.addEventListener("htmx:after:request", (event) => say(event.detail.ctx?.response?.raw?.status ?? 0));
  document.addEventListener("htmx:error", () => say(500));
})();
