// The toolbar above the text: one stop for Tab, arrows within; each button does what it names to what is chosen.
(() => {
  const text = (globalThis.stetText ??= {});
  const area = document.getElementById("id_body");
  const tools = document.querySelector(".tools");
  if (!area || !tools) return;

  const PICKED = ["link", "picture", "file"]; // searched for in a dialog of their own, which listens

  text.run = (name, option) => {
    if (PICKED.includes(name)) {
      area.dispatchEvent(new CustomEvent(`stet:pick-${name}`));
      return;
    }
    const { from, to } = area.stet.selection();
    area.stet.focus();
    area.stet.edit(text.commands[name]({ whole: area.value, from, to }, option));
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".tools button[data-does]");
    if (!button) return;
    button.closest("[popover]")?.hidePopover();
    text.run(button.dataset.does, button.dataset.with);
  });

  const row = tools.querySelector("[role=toolbar]");
  const buttons = [...row.querySelectorAll("button")];
  const stopAt = (chosen) => {
    for (const button of buttons) button.tabIndex = button === chosen ? 0 : -1;
  };
  const STEPS = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
  const next = (key) => {
    const way = getComputedStyle(row).direction === "rtl" && key.startsWith("Arrow") ? -1 : 1;
    const at = buttons.indexOf(document.activeElement) + STEPS[key] * way;
    if (!Number.isFinite(at)) return at < 0 ? buttons[0] : buttons.at(-1);
    return buttons.at(at % buttons.length);
  };
  row.addEventListener("keydown", (event) => {
    if (!(event.key in STEPS)) return;
    event.preventDefault();
    next(event.key).focus();
  });
  row.addEventListener("focusin", (event) => stopAt(event.target.closest("button")));
  stopAt(buttons[0]);

  // An opened menu is walked with the arrows too.
  tools.addEventListener("toggle", ({ target, newState }) => {
    if (newState === "open") (target.querySelector("button") ?? target).focus();
  }, { capture: true });
  tools.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const menu = event.target.closest(".menu");
    if (!step || !menu) return;
    event.preventDefault();
    const items = [...menu.querySelectorAll("button")];
    items.at((items.indexOf(event.target) + step) % items.length)?.focus();
  });
})();
