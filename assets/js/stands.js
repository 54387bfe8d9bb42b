// Scripts may come before their page does. What they do to it waits until it stands, is parsed and laid out: done in
// the same breath as that, it would hold up the first answer to a finger. So it asks again when the browser has time;
// listening for the end of parsing would be a part of that same breath.
const whenItStands = (work) => {
  const later = window.requestIdleCallback ?? ((next) => setTimeout(next, 50));
  const look = () => (document.readyState === "loading" ? later(look) : work());
  later(look);
};
