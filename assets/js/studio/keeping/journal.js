// What was typed and not acknowledged yet, kept in the browser: one record a person and text, written within a
// second. A text that has no number yet goes by the key that its form was made with.
(() => {
  const stet = window.stet;
  if (!stet || !window.indexedDB) return;

  const SOON = 900; // milliseconds; each writes the whole text, which a key in a long one should seldom meet
  const LONGEST = 30 * 24 * 3600 * 1000; // as long as the trash keeps

  const opened = new Promise((resolve, reject) => {
    const asked = indexedDB.open("stet", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("texts", { keyPath: "id" }).createIndex("who", "who");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

  const work = async (mode, ask) => {
    const store = (await opened).transaction("texts", mode, { durability: "strict" });
    const asked = ask(store.objectStore("texts"));
    return new Promise((resolve, reject) => {
      store.oncomplete = () => resolve(asked.result);
      store.onabort = () => reject(store.error);
    });
  };

  const data = stet.form.line.dataset;
  const value = (name) => stet.form.hidden(name).value;
  const place = () => (Number(data.number) ? data.number : `new:${value("begun")}`);
  const id = () => `${data.who}:${data.kind}:${place()}`;

  const record = () => ({
    id: id(),
    who: data.who,
    kind: data.kind,
    number: Number(data.number),
    begun: value("begun"),
    base: value("base"),
    unsure: value("unsure"),
    fields: stet.form.fields(),
    sent: stet.autosave?.keyOfThis() ?? "",
    at: Date.now(),
  });

  let due = 0;
  const write = () => {
    clearTimeout(due);
    due = 0;
    const made = record();
    return work("readwrite", (texts) => texts.put(made)).catch(() => {});
  };
  const forget = (which = id()) => {
    if (which === id()) {
      clearTimeout(due);
      due = 0;
    }
    return work("readwrite", (texts) => texts.delete(which)).catch(() => {});
  };

  // Typing into this text goes on while an older record of it is offered, so that one steps aside.
  const aside = async (old) => {
    const moved = old.id.includes("|") ? old : { ...old, id: `${old.id}|${old.at}` };
    await work("readwrite", (texts) => texts.put(moved));
    if (moved.id !== old.id) await work("readwrite", (texts) => texts.delete(old.id));
    return moved;
  };

  const found = async () => {
    const all = await work("readonly", (texts) => texts.index("who").getAll(data.who));
    const old = all.filter((each) => Date.now() - each.at > LONGEST);
    await Promise.all(old.map((each) => forget(each.id)));
    return all.filter((each) => !old.includes(each) && each.kind === data.kind && each.number === Number(data.number));
  };

  stet.journal = {
    note: () => { due ||= setTimeout(write, SOON); },
    write,
    forget,
    aside,
    found,
    id,
  };
})();
