// "Publish…" asks in a dialog over the editor: the text is saved first, by the form that a page without script
// sends, and the dialog shows a part of the page that would come next. Where saving needs an answer (a
// conflict, a field to mend), the form is sent as usual.
(() => {
  const editor = document.getElementById("editor");
  const dialog = document.getElementById("publish-dialog");
  const button = document.querySelector("[data-publish]");
  if (!editor || !dialog?.showModal || !button || !globalThis.htmx) return;

  let goesOn = false;
  button.addEventListener("click", async (event) => {
    if (goesOn) return;
    event.preventDefault();
    button.setAttribute("aria-busy", "true");
    try {
      await globalThis.stet?.autosave.rest();
      await saveAndAsk();
    } catch {
      sendAsUsual();
    } finally {
      button.removeAttribute("aria-busy");
    }
  });

  async function saveAndAsk() {
    const answer = await fetch(editor.action, { method: "POST", body: new FormData(editor, button) });
    const isSaved = answer.ok && answer.redirected && new URL(answer.url).pathname === button.dataset.publish;
    if (!isSaved) sendAsUsual();
    else if (await hasSomethingToSay(answer)) leaveFor(answer.url);
    else await ask();
  }

  // Somebody else's words came in with the save: this form does not show them, so it must not be gone on with.
  async function hasSomethingToSay(answer) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return Boolean(page.querySelector("#main > .said, #main > .refusal"));
  }

  function leaveFor(address) {
    tellSaved();
    location.assign(address);
  }

  async function ask() {
    await htmx.ajax("GET", `${button.dataset.publish}?part=ask`, { target: "#publish-ask", swap: "innerHTML" });
    const revision = dialog.querySelector("[name=revision]");
    if (!revision) throw new Error("the dialog is empty");
    goOnFrom(revision.value);
    dialog.showModal();
  }

  // The form has grown a revision: the next save is another one, and is based on it.
  function goOnFrom(revision) {
    editor.elements.base.value = revision;
    editor.elements.key.value = globalThis.stet.form.key();
    tellSaved();
  }

  function tellSaved() {
    editor.dispatchEvent(new CustomEvent("stet:saved", { bubbles: true }));
  }

  function sendAsUsual() {
    goesOn = true;
    editor.requestSubmit(button);
    goesOn = false;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("#publish-dialog :is(a[data-close], .findings a)");
    if (!link) return;
    event.preventDefault();
    dialog.close();
    if (link.matches(".findings a")) goTo(link);
  });

  function goTo(link) {
    const field = document.getElementById(new URL(link.href).hash.slice(1));
    if (!field) return;
    field.closest("details")?.setAttribute("open", "");
    if (field.stet && link.dataset.line) field.stet.showLine(Number(link.dataset.line) - 1);
    (field.stet ?? field).focus();
  }

  // What the gate stops is said; pressing the button says it again, and sends nothing.
  dialog.addEventListener("submit", (event) => {
    if (event.submitter?.getAttribute("aria-disabled") === "true") event.preventDefault();
  });
})();
