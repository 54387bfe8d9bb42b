// Marks within a line, as pure steps: from what is written and chosen to the changes that make it so.
(() => {
  const text = (globalThis.stetText ??= {});
  text.commands = {};

  const WORD = /[\p{L}\p{N}\p{M}’'-]/u;

  // Without a choice the word around the cursor is meant; spaces at the ends of a choice never are.
  const meant = ({ whole, from, to }) => {
    if (from === to) {
      while (from > 0 && WORD.test(whole[from - 1])) from -= 1;
      while (to < whole.length && WORD.test(whole[to])) to += 1;
      return { from, to };
    }
    const said = whole.slice(from, to);
    if (!said.trim()) return { from, to };
    return { from: from + said.length - said.trimStart().length, to: to - said.length + said.trimEnd().length };
  };

  const runBefore = (whole, at, sign) => {
    let n = 0;
    while (whole[at - 1 - n] === sign) n += 1;
    return n;
  };
  const runAfter = (whole, at, sign) => {
    let n = 0;
    while (whole[at + n] === sign) n += 1;
    return n;
  };

  // A choice that takes its marks along means the words between them.
  const within = (whole, { from, to }, sign) => {
    const most = Math.floor((to - from) / 2);
    const n = Math.min(runAfter(whole, from, sign), runBefore(whole, to, sign), most);
    return { from: from + n, to: to - n };
  };

  // Asterisks in a row: an odd number leans, two or more stand out.
  const isMarked = (n, width, isStar) => (isStar && width === 1 ? n % 2 === 1 : n >= width);

  const toggle = (mark) => (now) => {
    const [sign, width] = [mark[0], mark.length];
    const { from, to } = within(now.whole, meant(now), sign);
    const n = Math.min(runBefore(now.whole, from, sign), runAfter(now.whole, to, sign));
    if (isMarked(n, width, sign === "*")) {
      const changes = [{ from: from - width, to: from, insert: "" }, { from: to, to: to + width, insert: "" }];
      return { changes, select: [from - width, to - width] };
    }
    const changes = [{ from, to: from, insert: mark }, { from: to, to, insert: mark }];
    const isChoice = now.from !== now.to;
    const at = from === to || isChoice ? [from + width, to + width] : [now.from + width, now.from + width];
    return { changes: from === to ? [{ from, to, insert: mark + mark }] : changes, select: at };
  };

  Object.assign(text.commands, {
    bold: toggle("**"),
    italic: toggle("*"),
    struck: toggle("~~"),
    "code-words": toggle("`"),
  });
})();
