// A desktop's page in half a window: drawn at its own width and made smaller, so that its lines break as they will.
(() => {
  const DESKTOP = 1280;
  const sizes = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      if (contentRect.width) target.style.setProperty("--shrink", Math.min(1, contentRect.width / DESKTOP));
    }
  });
  for (const look of document.querySelectorAll(".look")) sizes.observe(look);
})();
