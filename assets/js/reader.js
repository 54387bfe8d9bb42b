// What a page gains where there is script: colours and a size of letters that are remembered, code that is copied, a sheet that closes.
(() => {
  const root = document.documentElement;
  const USUAL = { theme: "auto", size: "normal" };

  const remember = (name, value, usual) => {
    try {
      if (value === usual) localStorage.removeItem(name);
      else localStorage.setItem(name, value);
    } catch {
      // Nothing is remembered where storage is closed; the choice holds for this page.
    }
  };

  const wear = (name, value, usual) => {
    if (value === usual) delete root.dataset[name];
    else root.dataset[name] = value;
  };

  const showChosen = (name) => {
    const chosen = root.dataset[name] || USUAL[name];
    for (const choice of document.querySelectorAll(`.choice input[name="${name}"]`)) choice.checked = choice.value === chosen;
  };

  const choose = ({ target }) => {
    const { name, value } = target;
    if (!target.matches(".choice input") || !(name in USUAL)) return;
    wear(name, value, USUAL[name]);
    remember(name, value, USUAL[name]);
  };

  const offerCopy = (figure, words) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button copy";
    button.textContent = words.copy;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(figure.querySelector("pre").textContent);
      button.textContent = words.copied;
      setTimeout(() => { button.textContent = words.copy; }, 2000);
    });
    figure.append(button);
  };

  // The sheet of contents gives way to the place that was chosen in it.
  const closeOnChoice = ({ target }) => {
    const sheet = target.closest?.(".toc a")?.closest(".toc");
    if (sheet?.matches(":popover-open")) sheet.hidePopover();
  };

  document.addEventListener("change", choose);
  document.addEventListener("click", closeOnChoice);
  whenItStands(() => {
    for (const name in USUAL) showChosen(name);
    const article = document.querySelector("[data-copy]");
    if (!article || !navigator.clipboard) return;
    for (const figure of article.querySelectorAll("figure.code")) offerCopy(figure, { copy: article.dataset.copy, copied: article.dataset.copied });
  });
})();
