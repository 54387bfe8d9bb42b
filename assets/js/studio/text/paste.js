// What is pasted becomes Markdown: formatted text from elsewhere, and an address over chosen words a link.
// The browser's own “paste as plain text” brings no HTML, so it stays as it is.
(() => {
  const text = (globalThis.stetText ??= {});
  const area = document.getElementById("id_body");
  if (!area) return;
  const said = document.querySelector(".tools-said");

  const ADDRESS = /^(?:https?:\/\/|mailto:)\S+$/;
  const FENCE = /^ {0,3}(?:```|~~~)/gm;

  const isInCode = (from) => (area.value.slice(0, from).match(FENCE)?.length ?? 0) % 2 === 1;
  // Editors of code bring colours along; what they mean is the text.
  const isFromCode = (clipboard) => clipboard.types.includes("vscode-editor-data");

  const asLink = (plain, { text: words }) => (ADDRESS.test(plain.trim()) && words.trim() && !ADDRESS.test(words) && !words.includes("\n")
    ? `[${words}](${plain.trim()})`
    : null);

  const count = (number, one, more) => (number === 1 ? one : `${number} ${more}`);
  const report = ({ linked, left }) => {
    if (!said) return;
    const parts = [];
    if (linked) parts.push(`${count(linked, "A picture stays", "pictures stay")} where ${linked === 1 ? "it is" : "they are"}, as a link.`);
    if (left) parts.push(`${count(left, "A picture", "pictures")} could not come along: add ${left === 1 ? "it" : "them"} with “Picture”.`);
    said.textContent = parts.join(" ");
  };

  const markdownOf = (clipboard, selection) => {
    const plain = clipboard.getData("text/plain");
    const link = asLink(plain, selection);
    if (link) return { markdown: link };
    const html = clipboard.getData("text/html");
    return html && !isFromCode(clipboard) ? text.toMarkdown?.(html, text.freeNote(area.value)) : null;
  };

  const paste = (event) => {
    if (!event.clipboardData) return;
    const selection = area.stet.selection();
    if (isInCode(selection.from)) return;
    const found = markdownOf(event.clipboardData, selection);
    report(found?.pictures ?? {});
    if (!found?.markdown) return;
    event.preventDefault();
    event.stopPropagation();
    area.stet.insert(found.markdown);
  };
  for (const field of [area, area.parentElement.querySelector(".codemirror")]) field?.addEventListener("paste", paste, { capture: true });
})();
