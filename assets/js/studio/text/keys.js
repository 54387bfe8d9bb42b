// The keys of the editor, as the list behind “Keys” says them: what stands there is what works.
(() => {
  const text = (globalThis.stetText ??= {});
  const area = document.getElementById("id_body");
  const listed = [...document.querySelectorAll(".tools [data-keys]")];
  if (!area || !listed.length) return;

  const isMac = /Mac|iP(?:hone|ad)/.test(navigator.platform);
  for (const key of document.querySelectorAll(".tools kbd[data-control]")) if (isMac) key.textContent = "⌘";

  const EVERYWHERE = { save: "save", publish: "publish" }; // a button of the bar is pressed, whatever it does
  const press = (name) => document.querySelector(`.desk-bar [form="editor"][value="${EVERYWHERE[name]}"]`)?.click();

  // A digit is meant by its key: with Shift it types another sign, on each keyboard its own.
  const named = (event) => {
    const key = event.code.startsWith("Digit") ? event.code.slice(5) : event.key;
    const isControl = isMac ? event.metaKey : event.ctrlKey;
    return [isControl && "Control", event.shiftKey && "Shift", key.length === 1 ? key.toUpperCase() : key]
      .filter(Boolean).join("+");
  };
  const isInText = (event) => event.composedPath().some((node) => node === area || node.classList?.contains("codemirror"));

  // Before the field's own keys, and before keys of the whole studio.
  addEventListener("keydown", (event) => {
    if (event.altKey || event.isComposing) return;
    const does = listed.find(({ dataset }) => dataset.keys === named(event))?.dataset.does;
    if (!does || (!(does in EVERYWHERE) && !isInText(event))) return;
    event.preventDefault();
    event.stopPropagation();
    if (does in EVERYWHERE) press(does);
    else text.run(does);
  }, { capture: true });
})();
