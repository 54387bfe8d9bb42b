// Footnotes of Word and Google Docs are links to and fro; here a note has a number that nothing else has.
(() => {
  const text = (globalThis.stetText ??= {});

  const MARK = /^#(?:_ftn|ftnt)(\d+)$/;
  const NOTE = /^#(?:_ftnref|ftnt_ref)(\d+)$/;
  const WRITTEN = /\[\^(\d+)\]/g;

  /** The first number that no note of *whole* has. */
  text.freeNote = (whole) => Math.max(0, ...[...whole.matchAll(WRITTEN)].map(([, number]) => Number(number))) + 1;

  const say = (link, kind, number) => {
    const outermost = link.parentElement.matches("sup") ? link.parentElement : link;
    const made = link.ownerDocument.createElement("stet-note");
    made.dataset[kind] = number;
    made.textContent = number; // an element without words would be taken for empty
    if (kind === "note" && outermost.nextSibling?.nodeType === Node.TEXT_NODE) {
      outermost.nextSibling.data = outermost.nextSibling.data.trimStart();
    }
    outermost.replaceWith(made);
  };

  /** Mark the footnotes under *body*, counted from *first*. */
  text.notes = (body, first) => {
    for (const link of body.querySelectorAll("a[href^='#']")) {
      const address = link.getAttribute("href");
      const [mark, note] = [address.match(MARK), address.match(NOTE)];
      if (mark) say(link, "mark", Number(mark[1]) + first - 1);
      else if (note) say(link, "note", Number(note[1]) + first - 1);
      else link.replaceWith(...link.childNodes); // a place that stayed behind
    }
  };
})();
