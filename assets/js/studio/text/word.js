// Word has no lists on the clipboard, only paragraphs that say in their style which list, level and sign.
(() => {
  const text = (globalThis.stetText ??= {});

  const LEVEL = /mso-list:\s*\S+\s+level(\d+)/;
  const NUMBER = /^\s*(?:\d+|[a-z]|[ivx]+)[.)]/i;

  const levelOf = (paragraph) => Number(paragraph.dataset.style?.match(LEVEL)?.[1] ?? 0);

  // The sign stands in a span that Word itself is told to ignore.
  const signOf = (paragraph) => {
    const sign = [...paragraph.querySelectorAll("span")].find((span) => /mso-list:\s*Ignore/i.test(span.dataset.style));
    const said = sign?.textContent ?? "";
    sign?.remove();
    return said;
  };

  const take = (open, paragraph) => {
    const made = paragraph.ownerDocument;
    const level = levelOf(paragraph);
    const name = NUMBER.test(signOf(paragraph)) ? "ol" : "ul";
    while (open.length > level) open.pop();
    while (open.length < level) {
      const list = made.createElement(name);
      const above = open.at(-1);
      if (above) (above.lastElementChild ?? above.appendChild(made.createElement("li"))).append(list);
      else paragraph.before(list);
      open.push(list);
    }
    const item = made.createElement("li");
    item.append(...paragraph.childNodes);
    open.at(-1).append(item);
    paragraph.remove();
  };

  /** Turn Word's paragraphs of lists under *body* into lists. */
  text.listsOfWord = (body) => {
    let open = [];
    let last = null;
    for (const paragraph of [...body.querySelectorAll("p")]) {
      if (!levelOf(paragraph)) continue;
      if (paragraph.previousElementSibling !== last) open = [];
      take(open, paragraph);
      [last] = open;
    }
    for (const title of body.querySelectorAll("p.MsoTitle")) {
      const heading = title.ownerDocument.createElement("h1");
      heading.append(...title.childNodes);
      title.replaceWith(heading);
    }
  };
})();
