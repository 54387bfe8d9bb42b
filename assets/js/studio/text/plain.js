// The text field as a plain textarea: what others do to the text goes through `textarea.stet`.
(() => {
  const text = (globalThis.stetText ??= {});
  const area = document.getElementById("id_body");
  if (!area) return;
  const { edge, by } = text.scrolling(area);

  // Typed by command, so that undo knows it; only a field in focus can be typed in.
  const write = ({ from, to, insert }) => {
    area.setSelectionRange(from, to);
    const isTyped = document.activeElement === area
      && document.execCommand(insert ? "insertText" : "delete", false, insert);
    if (isTyped) return;
    area.setRangeText(insert, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const edit = ({ changes, select }) => {
    for (const change of [...changes].sort((a, b) => b.from - a.from)) write(change);
    if (select) area.setSelectionRange(...select);
  };
  const selection = () => {
    const { selectionStart: from, selectionEnd: to } = area;
    return { from, to, text: area.value.slice(from, to) };
  };
  const replace = (from, to, insert) => edit({ changes: [{ from, to, insert }] });

  // Without measuring each line: lines are taken for equally high.
  const lineHeight = () => area.scrollHeight / area.value.split("\n").length;

  area.stet = {
    edit,
    selection,
    replace,
    insert: (markdown) => replace(area.selectionStart, area.selectionEnd, markdown),
    set: (whole) => replace(0, area.value.length, whole),
    lineAtTop: () => Math.max(0, (edge() - area.getBoundingClientRect().top) / lineHeight()),
    showLine: (line) => by(area.getBoundingClientRect().top + line * lineHeight() - edge()),
    focus: () => area.focus(),
  };
})();
