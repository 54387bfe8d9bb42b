// What the editor's form says, as data, and how it is made to say something else.
(() => {
  const form = document.getElementById("editor");
  const line = document.getElementById("status");
  if (!form || !line) return;

  const OURS = new Set(["csrfmiddlewaretoken", "base", "key", "begun", "unsure", "do", "lead_gone", "picture_alt"]);

  const fields = () => Object.fromEntries(
    [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !OURS.has(name)),
  );

  const put = (control, value) => {
    if (control.type === "checkbox") control.checked = Boolean(value);
    else if (control.stet) control.stet.set(value);
    else control.value = value;
  };

  // Only what stands there otherwise is touched, so that a cursor stays where it is.
  const show = (wanted) => {
    const now = fields();
    for (const [name, value] of Object.entries(wanted)) {
      const control = form.elements[name];
      if (!control || OURS.has(name) || (now[name] ?? "") === String(value || "")) continue;
      put(control, value);
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  // A form leaves out a box that is not ticked.
  const showWhole = (wanted) => {
    const boxes = [...form.querySelectorAll("input[type=checkbox]")].filter((box) => !OURS.has(box.name));
    show({ ...Object.fromEntries(boxes.map((box) => [box.name, ""])), ...wanted });
  };

  // What was typed before the scripts were there is heard now: preview, journal and autosave wait for a word of it.
  const isTyped = (control) => control.matches("textarea, input[type=text]") && control.value !== control.defaultValue;
  addEventListener("load", () => {
    [...form.elements].find(isTyped)?.dispatchEvent(new Event("input", { bubbles: true }));
  });

  const key = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  const hidden = (name) => form.querySelector(`input[name="${name}"]`);
  const setToken = (token) => {
    for (const each of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) each.value = token;
  };

  window.stet = { form: { element: form, line, fields, show, showWhole, key, hidden, setToken } };
})();
