// The textarea stays the truth: its value is what the CodeMirror above it holds, made when somebody asks.
// Writing the whole text into the textarea at each key would cost more than the key in a long text.
(() => {
  const PAUSE = 500; // milliseconds
  const text = (globalThis.stetText ??= {});
  const native = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value");

  /** Bind *area* to a text that is read with *read* and put with *put*; returns what says a change. */
  text.mirror = (area, { read, put }) => {
    let written = native.get.call(area);
    let isSaying = false;

    const writeThrough = () => {
      if (written === read()) return;
      native.set.call(area, read());
      written = native.get.call(area);
    };
    // What the browser itself changed in the textarea: a restored form, a tool that fills fields in.
    const take = () => {
      const found = native.get.call(area);
      if (found === written) return;
      written = found;
      put(found);
    };
    let waiting;
    const say = () => {
      clearTimeout(waiting);
      waiting = setTimeout(writeThrough, PAUSE);
      isSaying = true;
      area.dispatchEvent(new Event("input", { bubbles: true }));
      isSaying = false;
    };

    Object.defineProperty(area, "value", {
      configurable: true,
      get: read,
      set: (whole) => {
        native.set.call(area, whole);
        written = native.get.call(area);
        put(written);
      },
    });
    area.addEventListener("input", () => { if (!isSaying) take(); }, { capture: true });
    area.form.addEventListener("formdata", (event) => event.formData.set(area.name, read()));
    area.form.addEventListener("reset", () => setTimeout(take));
    addEventListener("pageshow", take);
    addEventListener("pagehide", writeThrough);
    return { say, writeThrough };
  };
})();
