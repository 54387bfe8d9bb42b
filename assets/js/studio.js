// What the editor gains where there is script: the preview says why it waits, and a closing tab asks first.
(() => {
  const editor = document.getElementById("editor");
  if (!editor) return;

  let isChanged = false;
  editor.addEventListener("input", () => { isChanged = true; });
  document.addEventListener("submit", (event) => {
    // A preview in another tab leaves this one as it was.
    if (event.target === editor && !event.submitter?.formTarget) isChanged = false;
  });
  editor.addEventListener("stet:saved", () => { isChanged = false; });
  addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });

  const said = document.getElementById("preview-said");
  if (!said) return;
  const usual = said.textContent;
  const say = (status) => {
    if (status === 401) said.textContent = "Your session has ended. Log in in another tab; what you typed stays here.";
    else said.textContent = status < 400 ? usual : "The preview waits. What you typed stays here.";
  };
  document.addEventListener("htmx:after:request", (event) => say(event.detail.ctx?.response?.raw?.status ?? 0));
  document.addEventListener("htmx:error", () => say(500));
})();
