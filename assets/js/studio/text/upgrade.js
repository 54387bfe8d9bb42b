// The textarea becomes a CodeMirror in a shadow root, where the strict policy lets it bring its own styles.
// If it cannot start, the textarea stays as it was.
(() => {
  const text = (globalThis.stetText ??= {});
  const area = document.getElementById("id_body");
  if (!area || !globalThis.CodeMirror) return;
  const {
    EditorState, EditorView, GFM, Language, LanguageSupport,
    commonmarkLanguage, defaultKeymap, history, historyKeymap, keymap, markdownLanguage, placeholder,
    search, searchKeymap, styleTags, tags,
  } = CodeMirror;
  const { edge, by } = text.scrolling(area);

  // As our texts are rendered: GitHub's extensions. Code in a line is told from a block of it, for the look.
  const inLine = { props: [styleTags({ InlineCode: tags.special(tags.monospace) })] };
  const parser = commonmarkLanguage.parser.configure([GFM, inLine]);
  const markdown = new LanguageSupport(new Language(markdownLanguage.data, parser, [], "markdown"));
  const attributes = {
    "aria-label": "Text in Markdown",
    "aria-description": "Escape, then Tab leaves the text.",
    spellcheck: "true",
    autocorrect: "on",
    autocapitalize: "sentences",
  };

  const place = () => {
    const host = document.createElement("div");
    host.className = "text rule codemirror";
    host.lang = area.lang;
    area.after(host);
    return host;
  };

  const start = (host) => {
    const root = host.attachShadow({ mode: "open" });
    const state = EditorState.create({
      doc: area.value,
      extensions: [
        text.look,
        text.typing,
        history(),
        search(),
        markdown,
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap]),
        placeholder(area.placeholder),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of(attributes),
        EditorView.updateListener.of((update) => { if (update.docChanged) say(); }),
        EditorView.domEventHandlers({ blur: () => { mirror.writeThrough(); } }),
      ],
    });
    return new EditorView({ state, root, parent: root });
  };

  // Made once for each state of the text, however many ask.
  let kept = {};
  const read = () => {
    const { doc } = view.state;
    if (kept.doc !== doc) kept = { doc, text: doc.toString() };
    return kept.text;
  };

  // Only what differs is replaced, so that the cursor and what stands on screen stay where they are.
  const put = (whole) => {
    const now = read();
    const longest = Math.min(now.length, whole.length);
    let from = 0;
    while (from < longest && now[from] === whole[from]) from += 1;
    let end = 0;
    while (end < longest - from && now.at(-1 - end) === whole.at(-1 - end)) end += 1;
    if (now === whole) return;
    view.dispatch({ changes: { from, to: now.length - end, insert: whole.slice(from, whole.length - end) } });
  };

  const edit = ({ changes, select }) => {
    const selection = select && { anchor: select[0], head: select[1] };
    view.dispatch({ changes, selection, scrollIntoView: Boolean(select), userEvent: "input.command" });
    mirror.writeThrough();
  };
  const selection = () => {
    const { from, to } = view.state.selection.main;
    return { from, to, text: view.state.sliceDoc(from, to) };
  };
  const replace = (from, to, insert) => edit({ changes: [{ from, to, insert }] });
  const insert = (markdown) => {
    const { from, to } = selection();
    edit({ changes: [{ from, to, insert: markdown }], select: [from + markdown.length, from + markdown.length] });
  };

  const lineAtTop = () => {
    const height = Math.max(0, edge() - view.documentTop);
    const block = view.lineBlockAtHeight(height);
    const share = Math.min(1, Math.max(0, (height - block.top) / block.height));
    return view.state.doc.lineAt(block.from).number - 1 + share;
  };
  // Heights far from the screen are guesses until they are drawn: asked again when they have been.
  const showLine = (line) => {
    const whole = Math.min(Math.max(0, Math.floor(line)), view.state.doc.lines - 1);
    const missing = () => {
      const block = view.lineBlockAt(view.state.doc.line(whole + 1).from);
      return view.documentTop + block.top + (line - whole) * block.height - edge();
    };
    by(missing());
    view.requestMeasure({ read: missing, write: by });
  };

  // Whatever leads to the textarea leads to the field above it.
  const leadHere = () => {
    area.classList.add("visually-hidden", "mirrored");
    area.tabIndex = -1;
    area.removeAttribute("dir"); // the browser would read the whole text for its direction, each time
    area.setAttribute("aria-hidden", "true");
    area.focus = () => view.focus();
    document.addEventListener("click", (event) => {
      if (!event.target.closest("label[for=id_body], a[href='#id_body']")) return;
      event.preventDefault();
      view.focus();
    });
  };

  let view;
  let mirror;
  const say = () => mirror.say();
  const host = place();
  try {
    view = start(host);
  } catch (reason) {
    host.remove();
    console.error(reason);
    return;
  }
  mirror = text.mirror(area, { read, put });
  area.stet = { edit, selection, replace, insert, set: (whole) => { put(whole); mirror.writeThrough(); }, lineAtTop, showLine, focus: () => view.focus() };
  leadHere();
})();
