// What the studio's text field is made of: only what assets/js/studio/text/ uses, under one name.
export { EditorState, Prec, RangeSetBuilder } from "@codemirror/state";
export { Decoration, EditorView, ViewPlugin, keymap, placeholder } from "@codemirror/view";
export { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
export { HighlightStyle, Language, LanguageSupport, syntaxHighlighting } from "@codemirror/language";
export { commonmarkLanguage, deleteMarkupBackward, insertNewlineContinueMarkup, markdownLanguage } from "@codemirror/lang-markdown";
export { search, searchKeymap } from "@codemirror/search";
export { GFM } from "@lezer/markdown";
export { styleTags, tags } from "@lezer/highlight";
export { default as Turndown } from "turndown";
export { tables } from "@joplin/turndown-plugin-gfm";
