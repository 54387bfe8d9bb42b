// Scripts may come before their page does. What they do to it waits until it stands, is parsed and laid out: done in
// the same breath as that, it would hold up the first answer to a finger.
const whenItStands = (work) => {
  const later = window.requestIdleCallback ?? setTimeout;
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => later(work));
  else later(work);
};
