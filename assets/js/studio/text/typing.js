// What happens while one types: lists go on, Tab moves items and cells, a mark encloses what is chosen.
(() => {
  const text = (globalThis.stetText ??= {});
  if (!globalThis.CodeMirror) return;
  const { EditorView, Prec, deleteMarkupBackward, insertNewlineContinueMarkup, keymap } = CodeMirror;

  const ITEM = /^(\s*)([-*+]|\d+[.)])(\s+)/;
  const ROW = /^\s*\|.*\|\s*$/;
  const PAIRS = { "*": "*", _: "_", "`": "`", "~": "~", '"': '"', "(": ")", "[": "]" };

  const linesOf = (state) => {
    const { from, to } = state.selection.main;
    const [first, last] = [state.doc.lineAt(from).number, state.doc.lineAt(to).number];
    return Array.from({ length: last - first + 1 }, (_, n) => state.doc.line(first + n));
  };

  // An item stands under the words of the one above it: as far in as that one's marker is wide.
  const widthAbove = (state, line) => {
    const above = line.number > 1 && state.doc.line(line.number - 1).text.match(ITEM);
    return (above || line.text.match(ITEM))[2].length + 1;
  };

  const moveItems = (isIn) => ({ state, dispatch }) => {
    const lines = linesOf(state);
    const isItems = lines.every((line) => ITEM.test(line.text));
    const canMove = isIn || lines.some((line) => line.text.startsWith(" "));
    if (!isItems || !canMove) return false; // then Tab leaves the field, as everywhere
    const width = widthAbove(state, lines[0]);
    const changes = lines.map(({ from, text: said }) => (isIn
      ? { from, insert: " ".repeat(width) }
      : { from, to: from + Math.min(width, said.match(/^ */)[0].length) }));
    dispatch(state.update({ changes, userEvent: isIn ? "input.indent" : "delete.dedent" }));
    return true;
  };

  const cellsOf = (line) => {
    const bars = [...line.text.matchAll(/(?<!\\)\|/g)].map((bar) => line.from + bar.index);
    return bars.slice(1).map((to, n) => ({ from: bars[n] + 1, to }));
  };
  const isRule = (line) => /^[\s|:-]+$/.test(line.text) && line.text.includes("-");

  const choose = (state, dispatch, { from, to }) => {
    const said = state.sliceDoc(from, to);
    const start = from + (said.trim() ? said.length - said.trimStart().length : Math.min(1, said.length));
    dispatch(state.update({ selection: { anchor: start, head: start + said.trim().length }, scrollIntoView: true }));
  };

  const addRow = (state, dispatch, line) => {
    const insert = `\n|${"   |".repeat(cellsOf(line).length)}`;
    const anchor = line.to + 3;
    dispatch(state.update({ changes: { from: line.to, insert }, selection: { anchor }, scrollIntoView: true, userEvent: "input" }));
  };

  const nextRow = (state, line, step) => {
    const number = line.number + step;
    const next = number >= 1 && number <= state.doc.lines && state.doc.line(number);
    if (!next || !ROW.test(next.text)) return null;
    return isRule(next) ? nextRow(state, next, step) : next;
  };

  const nextCell = ({ state, dispatch }) => {
    const { head } = state.selection.main;
    const line = state.doc.lineAt(head);
    if (!ROW.test(line.text)) return false;
    const row = nextRow(state, line, 1);
    const cell = cellsOf(line).find(({ from }) => from > head) ?? (row && cellsOf(row)[0]);
    if (cell) choose(state, dispatch, cell);
    else addRow(state, dispatch, line);
    return true;
  };
  const previousCell = ({ state, dispatch }) => {
    const { from: start } = state.selection.main;
    const line = state.doc.lineAt(start);
    if (!ROW.test(line.text)) return false;
    const row = nextRow(state, line, -1);
    const cell = cellsOf(line).findLast(({ to }) => to < start) ?? (row && cellsOf(row).at(-1));
    if (cell) choose(state, dispatch, cell);
    return Boolean(cell);
  };

  const enclose = EditorView.inputHandler.of((view, from, to, typed) => {
    const { main } = view.state.selection;
    if (main.empty || !PAIRS[typed] || from !== main.from || to !== main.to) return false;
    view.dispatch({
      changes: [{ from, insert: typed }, { from: to, insert: PAIRS[typed] }],
      selection: { anchor: main.anchor + 1, head: main.head + 1 },
      userEvent: "input.type",
    });
    return true;
  });

  text.typing = [
    enclose,
    Prec.high(keymap.of([
      { key: "Enter", run: insertNewlineContinueMarkup },
      { key: "Backspace", run: deleteMarkupBackward },
      { key: "Tab", run: nextCell },
      { key: "Shift-Tab", run: previousCell },
      { key: "Tab", run: moveItems(true) },
      { key: "Shift-Tab", run: moveItems(false) },
    ])),
  ];
})();
