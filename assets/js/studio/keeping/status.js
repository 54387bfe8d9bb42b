// The status line: what became of the words that were typed last.
(() => {
  const stet = window.stet;
  if (!stet) return;

  const said = document.getElementById("saved");
  const settle = document.getElementById("settle-now");
  let savedAt = 0;
  let ticking = 0;

  const say = (words, isSaved = false) => {
    clearInterval(ticking);
    said.textContent = words;
    said.classList.toggle("saved", isSaved);
    settle.hidden = true;
  };

  const ago = () => {
    const seconds = Math.round((Date.now() - savedAt) / 1000);
    if (seconds < 60) return `${seconds} s ago`;
    return new Date(savedAt).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  };

  // The seconds are for the eye: a screen reader is told once that it is saved.
  const saved = (more) => {
    savedAt = Date.now();
    say("Saved ", true);
    const age = document.createElement("span");
    age.ariaHidden = "true";
    age.textContent = ago();
    said.append(age, more ? ` · ${more}` : "");
    ticking = setInterval(() => { age.textContent = ago(); }, 1000);
  };

  stet.status = {
    saved,
    saving: () => say("Saving…"),
    waiting: (why) => say(`${why}: kept on this device`),
    overlapping: (why) => {
      say(`${why} Kept on this device.`);
      settle.hidden = false;
    },
  };
})();
