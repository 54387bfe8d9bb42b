// What a page gains where there is script: colours that are remembered, code that is copied, a sheet that closes.
(() => {
  const root = document.documentElement;

  const remember = (theme) => {
    try {
      if (theme === "auto") localStorage.removeItem("theme");
      else localStorage.setItem("theme", theme);
    } catch {
      // Nothing is remembered where storage is closed; the choice holds for this page.
    }
  };

  const wear = (theme) => {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
  };

  const offerThemes = () => {
    const chosen = root.dataset.theme || "auto";
    for (const choice of document.querySelectorAll(".theme input")) {
      choice.checked = choice.value === chosen;
      choice.addEventListener("change", () => {
        wear(choice.value);
        remember(choice.value);
      });
    }
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
  const closeOnChoice = (sheet) => {
    document.addEventListener("click", (event) => {
      if (event.target.closest(".toc a") && sheet?.matches(":popover-open")) sheet.hidePopover();
    });
  };

  offerThemes();
  closeOnChoice(document.querySelector(".toc"));
  const article = document.querySelector("[data-copy]");
  if (article && navigator.clipboard) {
    for (const figure of article.querySelectorAll("figure.code")) offerCopy(figure, { copy: article.dataset.copy, copied: article.dataset.copied });
  }
})();
