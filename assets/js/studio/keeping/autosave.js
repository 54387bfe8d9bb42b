// What is typed goes to the server after each pause, and to the browser's journal until that has acknowledged it.
// Every attempt has a key: sent again it is kept once, and a later text says after which keys it was typed.
(() => {
  const stet = window.stet;
  if (!stet) return;

  const PAUSE = 500; // milliseconds
  const SLOW = 300; // a save that takes no longer is not announced
  const PATIENCE = 20_000;
  const AGAIN = [1000, 2000, 4000, 8000];
  const MANY = 400; // keys that one form can name

  const { form, status, journal } = stet;
  const said = () => JSON.stringify(form.fields());
  let kept = said(); // what the server has
  let attempt = null; // the last that was sent, while nobody knows whether it came
  let sending = null;
  let failures = 0;
  let due = 0;
  let isLeaving = false;

  const isChanged = () => said() !== kept;

  const soon = (pause = PAUSE) => {
    clearTimeout(due);
    due = setTimeout(send, pause);
  };

  const setUnsure = (keys) => { form.hidden("unsure").value = keys.slice(-MANY).join(" "); };
  const unsure = () => form.hidden("unsure").value.split(" ").filter(Boolean);

  // Whether the attempt before came is not known: the next text names its key as what it may have grown from.
  const begin = () => {
    const now = said();
    const inHand = document.activeElement?.name ?? "";
    if (attempt?.said !== now || attempt.inHand !== inHand) attempt = { key: form.key(), said: now, inHand };
    if (!unsure().includes(attempt.key)) setUnsure([...unsure(), attempt.key]);
  };

  const body = () => new URLSearchParams({
    ...JSON.parse(attempt.said),
    csrfmiddlewaretoken: form.hidden("csrfmiddlewaretoken").value,
    base: form.hidden("base").value,
    begun: form.hidden("begun").value,
    key: attempt.key,
    unsure: unsure().filter((key) => key !== attempt.key).join(" "),
    who: form.line.dataset.who,
    in_hand: attempt.inHand,
  });

  // A text is begun with its whole title, as its address is made from it.
  const isOnlyNamed = () => !Number(form.line.dataset.number)
    && document.activeElement?.name === "title" && !form.fields().body;

  const send = () => {
    due = 0;
    if (sending) return sending;
    if ((!isChanged() && !attempt) || isOnlyNamed()) return Promise.resolve();
    begin();
    const slow = setTimeout(status.saving, SLOW);
    sending = post().finally(() => {
      clearTimeout(slow);
      sending = null;
    });
    return sending;
  };

  const post = async () => {
    let response;
    try {
      response = await fetch(form.line.dataset.autosave, { method: "POST", body: body(), signal: AbortSignal.timeout(PATIENCE) });
      if (response.status >= 500) throw new Error("The server failed.");
    } catch {
      tryAgain();
      return;
    }
    failures = 0;
    const answer = response.headers.get("Content-Type")?.includes("json") ? await response.json() : {};
    if (response.ok) keep(answer);
    else refuse(response.status, answer);
  };

  const tryAgain = () => {
    status.waiting(navigator.onLine ? "The server does not answer" : "Offline");
    soon(AGAIN[Math.min(failures, AGAIN.length - 1)]);
    failures += 1;
  };

  const keep = (answer) => {
    const sent = attempt.said;
    kept = withoutHeld(attempt);
    attempt = null;
    setUnsure([]);
    settle(answer);
    // What another wrote is shown where nothing was typed since; else the next save grows from what was sent.
    const isSame = said() === sent;
    form.hidden("base").value = isSame ? answer.base : answer.typed;
    if (isSame && answer.with) {
      form.show(answer.changed);
      kept = said();
    }
    status.saved(tell(answer));
    if (!isSame) soon();
    if (!isChanged()) journal?.forget();
  };

  // Half a name founds no topic: the server waits with these until the field is left.
  const withoutHeld = ({ said: sent, inHand }) => {
    if (inHand !== "topics" && inHand !== "authors") return sent;
    return JSON.stringify({ ...JSON.parse(sent), [inHand]: JSON.parse(kept)[inHand] });
  };

  const tell = (answer) => [
    answer.with && `${answer.with} wrote here too, and both fitted together`,
    answer.to_mend.length && `to be mended: ${answer.to_mend.join(", ")}`,
  ].filter(Boolean).join(" · ");

  // A new text has a number and an address from now on; reload and Back lead to it.
  const settle = ({ number, edit, autosave, present }) => {
    const { dataset } = form.line;
    if (dataset.number === String(number)) return;
    journal?.forget();
    Object.assign(dataset, { number, autosave, present });
    history.replaceState(history.state, "", edit);
  };

  const refuse = (code, answer) => {
    setUnsure(unsure().filter((key) => key !== attempt.key));
    attempt = null;
    journal?.note();
    if (code === 401 || code === 403) stet.session.ended();
    else if (answer.state === "other") stet.session.other(answer.said);
    else if (answer.state === "overlapping") status.overlapping(answer.said);
    else status.waiting(answer.said ?? "This text is not there any more");
  };

  // Asked once a pause: to read the whole of a long form takes longer than a key may.
  const typed = () => {
    if (!due && !isChanged() && !attempt) return;
    journal?.note();
    soon();
  };

  form.element.addEventListener("input", typed);
  form.element.addEventListener("change", typed);
  addEventListener("online", () => soon(0));
  addEventListener("offline", () => { if (isChanged()) status.waiting("Offline"); });
  addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || !isChanged()) return;
    journal?.write();
    send();
  });

  // A save by the button waits for the autosave that is under way, and is a new one whenever the text is.
  let submitted = "";
  form.element.addEventListener("submit", async (event) => {
    if (event.submitter?.formTarget) return; // a preview in another tab leaves this one as it was
    if (sending || !navigator.onLine) {
      event.preventDefault();
      event.stopImmediatePropagation();
      await sending;
      if (navigator.onLine) form.element.requestSubmit(event.submitter);
      else status.waiting("Offline");
      return;
    }
    clearTimeout(due);
    if (submitted && submitted !== said()) form.hidden("key").value = form.key();
    submitted = said();
    isLeaving = true;
    if (isChanged()) journal?.write();
  });
  addEventListener("pageshow", () => { isLeaving = false; });
  addEventListener("beforeunload", (event) => { if (isChanged() && !isLeaving) event.preventDefault(); });

  // Publishing saves the form by itself: it waits for what is under way, and what it saved is the server's then.
  let resting = "";
  const rest = async () => {
    clearTimeout(due);
    await sending;
    resting = said();
  };
  form.element.addEventListener("stet:saved", () => {
    kept = resting || said();
    attempt = null;
    setUnsure([]);
    status.saved("");
    if (isChanged()) soon();
    else journal?.forget();
  });

  // The key with which the text as it is was sent last, whatever became of it.
  const keyOfThis = () => {
    if (submitted === said()) return form.hidden("key").value;
    return attempt?.said === said() ? attempt.key : "";
  };

  stet.autosave = { keyOfThis, now: () => soon(0), rest };
})();
