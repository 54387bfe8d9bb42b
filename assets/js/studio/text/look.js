// How Markdown looks while it is written: the words as they will be set, the marks in the second voice.
(() => {
  const text = (globalThis.stetText ??= {});
  if (!globalThis.CodeMirror) return;
  const { Decoration, EditorState, EditorView, HighlightStyle, RangeSetBuilder, ViewPlugin, syntaxHighlighting, tags } = CodeMirror;

  const theme = EditorView.theme({
    "&": { color: "inherit", backgroundColor: "transparent" },
    "&.cm-focused": { outline: "none" },
    ".cm-scroller": { fontFamily: "inherit", lineHeight: "inherit", overflow: "visible" },
    ".cm-content": { padding: "0", minHeight: "20rem", caretColor: "var(--accent)" },
    ".cm-line": { padding: "0" },
    ".cm-placeholder": { color: "var(--ink-2)" },
    ".cm-selectionMatch": { backgroundColor: "var(--paper-3)" },
    ".cm-searchMatch": { backgroundColor: "var(--marker)", outline: "none" },
    ".cm-searchMatch-selected": { backgroundColor: "var(--marker)", outline: "2px solid var(--accent)" },
    ".cm-panels": { color: "var(--ink)", backgroundColor: "var(--paper)", border: "0" },
    ".cm-panels-bottom": { borderTop: "1px solid var(--rule)", paddingBottom: "var(--foot, 0)" },
    ".cm-panel.cm-search": {
      display: "flex", flexWrap: "wrap", alignItems: "center", gap: "var(--s2)",
      padding: "var(--s2) var(--touch) var(--s2) 0",
      font: "400 var(--ui-small)/1.4 var(--sans)",
    },
    ".cm-panel.cm-search br": { display: "none" },
    ".cm-panel.cm-search label": { display: "inline-flex", alignItems: "center", gap: "var(--s1)", fontSize: "inherit" },
    ".cm-textfield, .cm-button": {
      boxSizing: "border-box", minHeight: "var(--touch)", margin: "0", padding: "0.2em 0.7em",
      border: "1px solid var(--edge)", borderRadius: "var(--radius)",
      background: "var(--paper)", color: "var(--ink)", font: "inherit",
    },
    ".cm-textfield": { flex: "1 1 max(12rem, 100% - 15rem)", minWidth: "0" },
    ".cm-search [name=select]": { display: "none" }, // there is one selection
    ".cm-button:hover": { background: "var(--paper-3)" },
    ".cm-button:active": { background: "var(--paper-3)" },
    ".cm-panel.cm-search [name=close]": {
      position: "absolute", insetBlockStart: "var(--s2)", insetInlineEnd: "0",
      minWidth: "var(--touch)", minHeight: "var(--touch)", color: "var(--ink)", fontSize: "1.25rem", cursor: "pointer",
    },
    ":is(.cm-textfield, .cm-button, input, [name=close]):focus-visible": { outline: "2px solid var(--accent)", outlineOffset: "2px" },
  });

  const words = HighlightStyle.define([
    { tag: tags.heading, fontWeight: "600" },
    { tag: tags.strong, fontWeight: "600" },
    { tag: tags.emphasis, fontStyle: "italic" },
    { tag: tags.strikethrough, textDecoration: "line-through" },
    { tag: tags.quote, color: "var(--ink-2)" },
    { tag: tags.special(tags.monospace), backgroundColor: "var(--paper-3)" },
    { tag: tags.link, color: "var(--accent)" },
    { tag: [tags.url, tags.processingInstruction, tags.labelName, tags.string, tags.comment], color: "var(--ink-2)" },
    { tag: tags.contentSeparator, color: "var(--ink-2)" },
  ]);

  const phrases = EditorState.phrases.of({
    next: "Next",
    previous: "Previous",
    replace: "Replace",
    "replace all": "Replace all",
    "match case": "Case counts",
    "by word": "Whole words",
    regexp: "Pattern",
  });

  // Each line takes its direction from its own first letter: Persian and English stand in one text.
  const automatic = Decoration.line({ attributes: { dir: "auto" } });
  const directions = (view) => {
    const lines = new RangeSetBuilder();
    for (const { from, to } of view.visibleRanges) {
      for (let at = from; at <= to;) {
        const line = view.state.doc.lineAt(at);
        lines.add(line.from, line.from, automatic);
        at = line.to + 1;
      }
    }
    return lines.finish();
  };
  const eachLine = ViewPlugin.define(
    (view) => ({
      decorations: directions(view),
      update(update) {
        if (update.docChanged || update.viewportChanged) this.decorations = directions(update.view);
      },
    }),
    { decorations: (plugin) => plugin.decorations },
  );

  text.look = [theme, syntaxHighlighting(words), phrases, eachLine, EditorView.perLineTextDirection.of(true)];
})();
