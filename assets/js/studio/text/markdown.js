// HTML as Markdown, written the way our own texts are.
(() => {
  const text = (globalThis.stetText ??= {});
  if (!globalThis.CodeMirror?.Turndown) return;
  const { Turndown, tables } = CodeMirror;

  const writer = new Turndown({
    headingStyle: "atx",
    hr: "---",
    bulletListMarker: "-",
    codeBlockStyle: "fenced",
    emDelimiter: "*",
  });
  writer.use(tables);
  writer.keep(["sub", "sup", "kbd", "abbr", "ins", "mark"]);

  writer.addRule("struck", { filter: ["del", "s", "strike"], replacement: (words) => (words.trim() ? `~~${words}~~` : words) });

  // Under the words of its item, as far in as the marker is wide; a box before those of a task.
  const markerOf = (item) => {
    const list = item.parentElement;
    if (list?.localName !== "ol") return "- ";
    const first = Number(list.getAttribute("start") ?? 1);
    return `${first + [...list.children].indexOf(item)}. `;
  };
  writer.addRule("item", {
    filter: "li",
    replacement: (words, item) => {
      const marker = markerOf(item);
      const said = words.trim().replaceAll(/\n(?=.)/g, `\n${" ".repeat(marker.length)}`);
      return `${marker}${said}${item.nextElementSibling ? "\n" : ""}`;
    },
  });
  writer.addRule("task", {
    filter: (element) => element.localName === "input" && element.type === "checkbox" && element.closest("li"),
    replacement: (_, box) => (box.hasAttribute("checked") ? "[x] " : "[ ] "),
  });

  writer.addRule("note", {
    filter: "stet-note",
    replacement: (_, { dataset }) => (dataset.note ? `[^${dataset.note}]: ` : `[^${dataset.mark}]`),
  });

  // The language of a block of code, wherever the page it comes from keeps it.
  const languageOf = (block) => {
    const named = [block.firstElementChild, block, block.parentElement].map((element) => element?.className ?? "").join(" ");
    return named.match(/(?:^|\s)(?:language-|lang-|highlight-source-)([\w+#.-]+)/)?.[1] ?? "";
  };
  writer.addRule("block of code", {
    filter: "pre",
    replacement: (_, block) => {
      const code = block.textContent.replace(/\n$/, "");
      const ticks = "`".repeat(Math.max(3, ...[...code.matchAll(/`+/g)].map(([run]) => run.length + 1)));
      return `\n\n${ticks}${languageOf(block)}\n${code}\n${ticks}\n\n`;
    },
  });

  const MEANS = "h1, h2, h3, h4, h5, h6, strong, b, em, i, del, s, strike, a[href], ul, ol, table, pre, code, blockquote, img, hr, sub, sup, kbd, stet-note";

  /** *html* as Markdown, its notes counted from *firstNote*, and what became of its pictures; null where it
      says no more than plain text does. */
  text.toMarkdown = (html, firstNote) => {
    const body = text.parse(html);
    text.notes(body, firstNote);
    const pictures = text.clean(body);
    if (!body.querySelector(MEANS)) return pictures.left ? { markdown: body.innerText.trim(), pictures } : null;
    const markdown = writer.turndown(body).replaceAll("\u00a0", " ").replaceAll(/[ \t]+$/gm, "").replaceAll(/\n{3,}/g, "\n\n");
    return { markdown: markdown.trim(), pictures };
  };
})();
