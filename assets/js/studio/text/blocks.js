// Lines and blocks, as pure steps: headings, lists, quotations, code, tables, alerts, notes.
(() => {
  const { commands, freeNote } = globalThis.stetText;

  const HEADING = /^(#{1,6})\s+/;
  const MARK = /^(\s*)(?:[-*+]\s+\[[ xX]\]|[-*+]|\d+[.)])\s+/;
  const QUOTE = /^> ?/;
  const DEEPEST = 4; // headings of the toolbar: the title is the first, and readers' contents show two more

  const linesOf = ({ whole, from, to }) => {
    const start = whole.lastIndexOf("\n", from - 1) + 1;
    const found = whole.indexOf("\n", Math.max(to, start));
    const end = found < 0 ? whole.length : found;
    return { start, end, lines: whole.slice(start, end).split("\n") };
  };

  const replaced = ({ start, end }, lines, isChoice) => {
    const insert = lines.join("\n");
    const at = start + insert.length;
    return { changes: [{ from: start, to: end, insert }], select: isChoice ? [start, at] : [at, at] };
  };

  const eachLine = (change) => (now) => {
    const place = linesOf(now);
    return replaced(place, change(place.lines), place.lines.length > 1);
  };
  const written = (line, lines) => lines.length === 1 || line.trim();

  const heading = eachLine((lines) => lines.map((line) => {
    const depth = line.match(HEADING)?.[1].length ?? 1;
    const bare = line.replace(HEADING, "");
    return depth >= DEEPEST ? bare : `${"#".repeat(Math.max(2, depth + 1))} ${bare}`;
  }));

  const list = (is, mark) => eachLine((lines) => {
    const meant = lines.filter((line) => written(line, lines));
    const isSet = meant.every((line) => is.test(line));
    let n = 0;
    return lines.map((line) => {
      if (!written(line, lines)) return line;
      const [indent] = line.match(/^\s*/);
      const bare = line.replace(MARK, "").trimStart();
      return isSet ? indent + bare : indent + mark(n += 1) + bare;
    });
  });

  const quote = eachLine((lines) => (lines.every((line) => QUOTE.test(line))
    ? lines.map((line) => line.replace(QUOTE, ""))
    : lines.map((line) => `> ${line}`.trimEnd() + (line ? "" : " "))));

  // A block keeps an empty line on either side.
  const block = (now, place, body, chosen) => {
    const before = now.whole.slice(0, place.start);
    const after = now.whole.slice(place.end);
    const above = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    const below = !after || after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
    const from = place.start + above.length + chosen.from;
    return {
      changes: [{ from: place.start, to: place.end, insert: above + body + below }],
      select: [from, from + chosen.length],
    };
  };

  const fence = (now, language = "") => {
    const place = linesOf(now);
    const code = place.lines.join("\n");
    const ticks = "`".repeat(Math.max(3, ...[...code.matchAll(/`+/g)].map(([run]) => run.length + 1)));
    const first = `${ticks}${language}\n`;
    return block(now, place, `${first}${code}\n${ticks}`, { from: first.length, length: code.length });
  };

  const alert = (now, kind) => {
    const place = linesOf(now);
    const first = `> [!${kind}]\n`;
    const said = place.lines.map((line) => `> ${line}`.trimEnd()).join("\n");
    const body = first + (place.lines.join("") ? said : "> ");
    return block(now, place, body, { from: body.length, length: 0 });
  };

  const table = (now) => {
    const place = { start: linesOf(now).end, end: linesOf(now).end };
    const body = "| Heading | Heading | Heading |\n| --- | --- | --- |\n|   |   |   |\n|   |   |   |";
    return block(now, place, body, { from: 2, length: "Heading".length });
  };

  const rule = (now) => {
    const place = { start: linesOf(now).end, end: linesOf(now).end };
    return block(now, place, "---", { from: "---".length, length: 0 });
  };

  // The number stands where the cursor was, the note at the end of the text, where it is written at once.
  const footnote = ({ whole, to }) => {
    const mark = `[^${freeNote(whole)}]`;
    const rest = whole.slice(to).trimEnd();
    const last = (rest || whole.slice(0, to)).split("\n").at(-1);
    const gap = /^\[\^[^\]]+\]:/.test(last) ? "\n" : "\n\n";
    const end = to + rest.length;
    const note = `${gap}${mark}: `;
    const at = end + mark.length + note.length;
    return {
      changes: rest
        ? [{ from: to, to, insert: mark }, { from: end, to: whole.length, insert: note }]
        : [{ from: to, to: whole.length, insert: mark + note }],
      select: [at, at],
    };
  };

  Object.assign(commands, {
    heading,
    bullets: list(/^\s*[-*+]\s+(?!\[[ xX]\]\s)/, () => "- "),
    numbers: list(/^\s*\d+[.)]\s+/, (n) => `${n}. `),
    tasks: list(/^\s*[-*+]\s+\[[ xX]\]\s+/, () => "- [ ] "),
    quote,
    fence,
    alert,
    table,
    rule,
    footnote,
  });
})();
