// What a browser kept and the server does not have is offered when the text is opened again. Bringing it back
// adds to what stands: it is saved as grown from the version that it was typed on, so nothing newer is replaced.
(() => {
  const stet = window.stet;
  const offers = document.getElementById("offers");
  if (!stet?.journal || !offers) return;

  const { form, journal } = stet;
  const pattern = offers.querySelector("template");

  const when = (at) => {
    const day = new Date(at).toDateString() === new Date().toDateString() ? {} : { day: "numeric", month: "short" };
    return new Date(at).toLocaleString([], { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  };

  // What was put together with another's words stands there otherwise, and came nevertheless.
  const came = new Set(form.line.dataset.kept.split(" ").filter(Boolean));

  const isKnown = ({ fields, sent }) => {
    if (came.has(sent)) return true;
    const now = form.fields();
    const names = new Set([...Object.keys(fields), ...Object.keys(now)]);
    return [...names].every((name) => (fields[name] ?? "") === (now[name] ?? ""));
  };

  const bringBack = async (record) => {
    for (const name of ["base", "begun", "unsure"]) form.hidden(name).value = record[name];
    form.showWhole(record.fields);
    await journal.write();
    await journal.forget(record.id);
    stet.autosave.now();
  };

  // The page that says what differs is made by the server; the form for it lives only while it is sent.
  const compare = (record, address) => {
    const asked = document.createElement("form");
    Object.assign(asked, { method: "post", action: address, target: "_blank", hidden: true });
    const said = { ...record.fields, csrfmiddlewaretoken: form.hidden("csrfmiddlewaretoken").value };
    for (const [name, value] of Object.entries(said)) {
      const field = document.createElement("textarea");
      Object.assign(field, { name, value });
      asked.append(field);
    }
    document.body.append(asked);
    asked.submit();
    asked.remove();
  };

  const offer = (record) => {
    const made = pattern.content.firstElementChild.cloneNode(true);
    const title = record.number || !record.fields.title ? "" : ` (${record.fields.title})`;
    made.querySelector("[data-when]").textContent = when(record.at) + title;
    made.addEventListener("click", (event) => {
      const { does, address } = event.target.dataset;
      if (does === "compare") compare(record, address);
      if (does === "restore") bringBack(record);
      if (does === "discard") journal.forget(record.id);
      if (does === "restore" || does === "discard") made.remove();
    });
    offers.append(made);
  };

  const look = async () => {
    for (const record of await journal.found()) {
      if (isKnown(record)) await journal.forget(record.id);
      else offer(await journal.aside(record));
    }
  };
  look().catch(() => {});
})();
