// The session ended while somebody wrote: he logs in in another tab, and what waits is sent by itself.
// Nothing is ever sent in the name of somebody else who logged in meanwhile.
(() => {
  const stet = window.stet;
  const dialog = document.getElementById("ended");
  if (!stet || !dialog) return;

  const EVERY = 2000; // milliseconds
  const { dataset } = stet.form.line;
  const why = document.getElementById("ended-why");
  const usual = why.textContent;
  let asking = 0;

  const pulse = async () => {
    const answer = await fetch(dataset.pulse, { headers: { Accept: "application/json" } });
    return answer.json();
  };

  const other = (words) => {
    why.textContent = `${words} What you typed is kept on this device for you alone.`;
    show();
  };

  const look = async () => {
    let now;
    try {
      now = await pulse();
    } catch {
      return;
    }
    if (String(now.who) === dataset.who) back(now.token);
    else if (now.who) other(`${now.name} is logged in now. Nothing was sent in that name.`);
    else why.textContent = usual;
  };

  const back = (token) => {
    stet.form.setToken(token);
    clearInterval(asking);
    asking = 0;
    dialog.close();
    stet.autosave.now();
  };

  const show = () => {
    stet.status.waiting("Your session has ended");
    stet.journal?.write();
    if (!dialog.open) dialog.showModal();
    asking ||= setInterval(look, EVERY);
  };

  // A login elsewhere makes a form's token old; whoever is still himself need not be asked.
  const ended = async () => {
    try {
      const now = await pulse();
      if (String(now.who) === dataset.who) back(now.token);
      else if (now.who) other(`${now.name} is logged in now. Nothing was sent in that name.`);
      else show();
    } catch {
      show();
    }
  };

  addEventListener("focus", () => { if (asking) look(); });
  stet.session = { ended, other };
})();
