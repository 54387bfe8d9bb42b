// Who else has this text open, asked for every few seconds while the tab is seen.
(() => {
  const stet = window.stet;
  const others = document.getElementById("others");
  if (!stet || !others) return;

  const EVERY = 10_000; // milliseconds
  const tab = stet.form.key();
  const { dataset } = stet.form.line;

  const body = (more) => new URLSearchParams({
    csrfmiddlewaretoken: stet.form.hidden("csrfmiddlewaretoken").value,
    tab,
    ...more,
  });

  const stay = async () => {
    if (!dataset.present || document.visibilityState === "hidden") return;
    try {
      const answer = await fetch(dataset.present, { method: "POST", body: body() });
      if (!answer.ok) return;
      const { others: words } = await answer.json();
      if (others.textContent !== words) others.textContent = words;
      others.hidden = !words;
    } catch {
      // Offline: the status line says so already.
    }
  };

  addEventListener("visibilitychange", stay);
  addEventListener("pagehide", () => { if (dataset.present) navigator.sendBeacon(dataset.present, body({ leaves: "1" })); });
  setInterval(stay, EVERY);
  stay();
})();
