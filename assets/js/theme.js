// Loaded in the head and before anything is painted, so that what was chosen never flashes.
(() => {
  const choices = { theme: ["light", "dark"], size: ["small", "large"] };
  try {
    for (const name in choices) {
      const chosen = localStorage.getItem(name);
      if (choices[name].includes(chosen)) document.documentElement.dataset[name] = chosen;
    }
  } catch {
    // Storage is closed to us: colours are the system's, and letters of the usual size.
  }
})();
