// What other programs put on the clipboard, made plain: only what a text means is left, nothing of its look.
(() => {
  const text = (globalThis.stetText ??= {});

  const CLUTTER = "style, script, meta, link, title, xml, template, iframe, object, svg, form > button, [hidden], [aria-hidden=true]";
  const BOLD = /^(?:bold|bolder|[6-9]00)$/;

  // Our policy forbids the browser to read inline styles, here too: they are read as the attribute they were.
  const styleOf = (element) => Object.fromEntries(
    (element.dataset.style ?? "").split(";").map((said) => said.split(":").map((part) => part.trim().toLowerCase())),
  );
  /** *html* as a body of its own, where no style applies, no picture is fetched and no script runs. */
  text.parse = (html) => {
    const plain = html
      .replaceAll(/<style[\s\S]*?<\/style>/gi, "")
      .replaceAll(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/i, " data-style="));
    return new DOMParser().parseFromString(plain, "text/html").body;
  };

  const unwrap = (element) => element.replaceWith(...element.childNodes);
  const rename = (element, name) => {
    const made = element.ownerDocument.createElement(name);
    made.append(...element.childNodes);
    element.replaceWith(made);
    return made;
  };
  const wrapWithin = (element, name) => {
    const made = element.ownerDocument.createElement(name);
    made.append(...element.childNodes);
    element.append(made);
  };

  const dropClutter = (body) => {
    for (const element of body.querySelectorAll(CLUTTER)) element.remove();
    for (const element of [...body.querySelectorAll("*")]) if (element.localName.includes(":")) unwrap(element);
    const comments = document.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
    const found = [];
    while (comments.nextNode()) found.push(comments.currentNode);
    for (const comment of found) comment.remove();
  };

  // Google Docs and mail programs say with a style what others say with an element, and the other way round.
  const sayByElement = (body) => {
    for (const element of body.querySelectorAll("b, strong, i, em")) {
      const { "font-weight": weight, "font-style": slant } = styleOf(element);
      if (weight === "normal" || weight === "400" || slant === "normal") unwrap(element);
    }
    for (const element of body.querySelectorAll("span, font")) {
      if (!element.textContent.trim() || element.closest("pre, code")) continue;
      const said = styleOf(element);
      if (BOLD.test(said["font-weight"]) && !element.closest("h1, h2, h3, h4, h5, h6, th, b, strong")) wrapWithin(element, "strong");
      if (said["font-style"] === "italic" && !element.closest("i, em")) wrapWithin(element, "em");
      if (said["text-decoration"]?.includes("line-through")) wrapWithin(element, "del");
      if (/^su(?:b|per)$/.test(said["vertical-align"])) wrapWithin(element, said["vertical-align"].slice(0, 3));
    }
  };

  // Where a program leads its links through itself, the reader is led straight.
  const straighten = (body) => {
    for (const link of body.querySelectorAll("a[href]")) {
      const address = URL.parse?.(link.getAttribute("href"));
      const behind = address?.hostname === "www.google.com" && address.pathname === "/url" && address.searchParams.get("q");
      if (behind) link.setAttribute("href", behind);
    }
    for (const link of body.querySelectorAll("a:not([href]), a[href=''], a[href^='javascript:'], a[href^='file:']")) unwrap(link);
  };

  // Google Docs puts an inner list beside its item; it belongs into it. Items need no paragraph of their own.
  const nestLists = (body) => {
    for (const list of body.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol")) list.previousElementSibling?.append(list);
    for (const inner of body.querySelectorAll("li > :is(p, div):first-child")) {
      const isAlone = !inner.nextElementSibling || inner.nextElementSibling.matches("ul, ol");
      if (isAlone && !inner.previousSibling?.textContent.trim()) unwrap(inner);
    }
    for (const box of body.querySelectorAll("li input[type=checkbox]")) {
      const words = box.nextSibling;
      if (words?.nodeType === Node.TEXT_NODE) words.data = words.data.trimStart();
    }
  };

  // Google Docs says of an item that it is a box; its sign is a picture.
  const showBoxes = (body) => {
    for (const item of body.querySelectorAll("li[role=checkbox]")) {
      const box = item.ownerDocument.createElement("input");
      box.type = "checkbox";
      box.toggleAttribute("checked", item.getAttribute("aria-checked") === "true");
      for (const sign of item.querySelectorAll("img")) sign.remove();
      (item.querySelector(":scope > p") ?? item).prepend(box);
    }
  };

  const flattenCells = (body) => {
    for (const cell of body.querySelectorAll("td, th")) {
      for (const inner of [...cell.querySelectorAll("p, div")]) {
        if (inner.nextElementSibling) inner.after(inner.ownerDocument.createElement("br"));
        unwrap(inner);
      }
    }
  };

  // A table without a head gets its first row as one: a Markdown table has no other.
  const giveHeads = (body) => {
    for (const table of body.querySelectorAll("table")) {
      const first = table.rows[0];
      if (!first || table.querySelector("th")) continue;
      for (const cell of [...first.cells]) rename(cell, "th");
    }
  };

  // Pictures that are only on the other machine, or inside the clipboard, cannot be linked to.
  const pictures = (body) => {
    const counts = { linked: 0, left: 0 };
    for (const picture of body.querySelectorAll("img")) {
      const isRemote = /^https?:/.test(picture.getAttribute("src") ?? "");
      const isTracker = picture.width === 1 || picture.height === 1;
      if (!isRemote || isTracker) picture.remove();
      if (isRemote && !isTracker) counts.linked += 1;
      else if (!isTracker) counts.left += 1;
    }
    return counts;
  };

  /** Clean *body* in place; says how many pictures stay links and how many were left behind. */
  text.clean = (body) => {
    text.listsOfWord(body);
    dropClutter(body);
    sayByElement(body);
    straighten(body);
    showBoxes(body);
    nestLists(body);
    flattenCells(body);
    giveHeads(body);
    return pictures(body);
  };
})();
