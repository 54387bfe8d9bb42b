// Pictures and other files that are pasted, dropped or chosen: sent at once, and while they are on their way
// asked about. A line comes into the text when both are there, never before, so nothing half done stands in it.
(() => {
  const editor = document.getElementById("editor");
  const field = document.getElementById("id_body");
  const dialog = document.getElementById("bring");
  if (!editor || !field || !dialog) return;

  const form = dialog.querySelector("form");
  const [picture, bar] = [new Image(), form.querySelector("progress")];
  const [said, refusal] = [form.querySelector(".said"), form.querySelector(".refusal")];
  const button = (value) => form.querySelector(`button[value="${value}"]`);
  const ENDED = "Your session has ended. Log in in another tab, then try again. What you typed stays here.";
  const AWAY = "The site cannot be reached. Try again when it can; what you typed stays here.";

  const told = (request) => {
    try {
      return JSON.parse(request.responseText);
    } catch {
      return {};
    }
  };
  const SAID = { 401: () => ENDED, 413: () => (kind === "picture" ? "The picture is larger than 20 MB." : "The file is larger than 100 MB.") };
  const why = (request) => told(request).refused ?? SAID[request.status]?.() ?? AWAY;

  const send = (address, data, onProgress = () => {}) => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded / event.total));
    request.addEventListener("load", () => (request.status < 300 ? resolve(told(request)) : reject(new Error(why(request)))));
    request.addEventListener("error", () => reject(new Error(AWAY)));
    request.open("POST", address);
    request.setRequestHeader("X-CSRFToken", editor.elements.csrfmiddlewaretoken.value);
    request.send(data);
  });

  const refuse = (words) => {
    refusal.textContent = words;
    refusal.hidden = !words;
    button("again").hidden = !words;
    said.textContent = "";
  };

  let [waiting, file, kind, sent] = [[], null, "picture", null];

  const show = (kept) => {
    picture.src = kept.url;
    form.querySelector(".brought").prepend(picture);
    if (!form.alt.value) form.alt.value = kept.alt;
    if (kept.is_decorative) form.is_decorative.checked = true;
  };

  const bring = () => {
    const data = new FormData();
    data.append(kind, file, file.name || kind);
    refuse("");
    bar.hidden = false;
    bar.value = 0;
    said.textContent = "On its way";
    sent = send(dialog.dataset[kind], data, (share) => { bar.value = share; });
    const mine = sent;
    sent.then((kept) => {
      if (mine !== sent) return;
      bar.hidden = true;
      said.textContent = "Kept in the library";
      if (kind === "picture") show(kept);
    }, (error) => {
      if (mine !== sent) return;
      bar.hidden = true;
      refuse(error.message);
    });
  };

  const next = () => {
    file = waiting.shift();
    if (!file) {
      dialog.close();
      field.stet.focus();
      return;
    }
    kind = file.type.startsWith("image/") ? "picture" : "file";
    form.reset();
    picture.remove();
    for (const part of form.querySelectorAll("[data-of]")) part.hidden = part.dataset.of !== kind;
    form.querySelector(".name").textContent = file.name;
    if (!dialog.open) dialog.showModal();
    form.alt.focus();
    bring();
  };

  // What stands in the text: of a picture the site says it, which keeps what was said of it too.
  const lineOf = {
    picture: async ({ say }, isDecided) => {
      const data = new FormData();
      if (isDecided) {
        data.append("alt", form.alt.value);
        if (form.is_decorative.checked) data.append("is_decorative", "on");
      }
      return (await send(say, data)).line;
    },
    file: ({ reference }) => `![${stetText.inBrackets(form.alt.value)}](${reference})`,
  };

  const put = async (isDecided) => {
    try {
      field.stet.insert(await lineOf[kind](await sent, isDecided));
      next();
    } catch (error) {
      refuse(error.message);
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const isDecided = kind === "file" || form.alt.value.trim() || form.is_decorative.checked;
    if (isDecided) put(true);
    else {
      refuse("Say what it shows, mark it as decoration, or describe it later.");
      button("again").hidden = true;
    }
  });
  button("later").addEventListener("click", () => put(false));
  button("again").addEventListener("click", bring);
  const leave = () => {
    [waiting, sent] = [[], null];
    dialog.close();
  };
  button("close").addEventListener("click", leave);
  dialog.addEventListener("cancel", leave);

  const take = (files) => {
    const taken = [...files].filter((each) => !each.type.startsWith("text/")); // those are words, for the field
    waiting.push(...taken);
    if (taken.length && !dialog.open) next();
    return taken.length > 0;
  };

  // Before the text field sees it. What was copied from a page has words with its picture: then the words count.
  editor.addEventListener("paste", (event) => {
    const { files, types } = event.clipboardData;
    if (!types.includes("text/plain") && take(files)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, true);
  editor.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files") && !event.target.closest?.("input[type=file]")) event.preventDefault();
  }, true);
  editor.addEventListener("drop", (event) => {
    if (event.target.closest?.("input[type=file]") || !take(event.dataTransfer.files)) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  for (const id of ["bring-files", "bring-others"]) {
    document.getElementById(id)?.addEventListener("change", ({ target }) => {
      target.closest("dialog").close();
      take(target.files);
      target.value = "";
    });
  }
})();
