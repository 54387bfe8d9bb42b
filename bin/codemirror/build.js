// Makes assets/vendor/codemirror anew: `npm ci && npm run build` in this folder.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const OUT = new URL("../../assets/vendor/codemirror/", import.meta.url);
const LICENCES = ["LICENSE", "LICENSE.md", "LICENSE.txt"];

const bundle = async () => {
  const made = await build({
    entryPoints: ["entry.js"],
    bundle: true,
    minify: true,
    format: "iife",
    globalName: "CodeMirror",
    target: "es2022",
    legalComments: "none",
    metafile: true,
    write: false,
  });
  return { text: made.outputFiles[0].text, packages: packagesOf(made.metafile) };
};

const packagesOf = (metafile) => {
  const used = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const paths = used.filter(([, input]) => input.bytesInOutput > 0).map(([path]) => path);
  const names = paths.map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]).filter(Boolean);
  return [...new Set(names)].sort();
};

const versionOf = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version;

const licenceOf = (name) => {
  const file = LICENCES.map((licence) => `node_modules/${name}/${licence}`).find(existsSync);
  if (!file) throw new Error(`${name} brings no licence`);
  return `${name} ${versionOf(name)}\n\n${readFileSync(file, "utf8").trim()}\n`;
};

const keep = (name, text) => {
  writeFileSync(new URL(name, OUT), text);
  return `${createHash("sha256").update(text).digest("hex")}  ${name}\n`;
};

const { text, packages } = await bundle();
mkdirSync(OUT, { recursive: true });
const sums = [
  keep("codemirror.min.js", text),
  keep("LICENSE", packages.map(licenceOf).join(`\n${"-".repeat(72)}\n\n`)),
  keep("VERSIONS", packages.map((name) => `${name} ${versionOf(name)}\n`).join("")),
];
writeFileSync(new URL("SHA256SUMS", OUT), sums.join(""));
