// Builds the browser side into app/static/build/: one file per entry, named after its content so that it can be cached
// for ever, with manifest.json to find it by its plain name ({"site.js": "site-ABC123.js"}) and the licences of all
// that went into it.
import { build } from 'esbuild';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

const OUT = 'app/static/build';
const FRESH = `${OUT}.new`;
const ENTRIES = [
  'site.css', 'site.js', 'diagram.css', 'diagram.js', 'draw.css', 'draw.js', 'design-form.css', 'design-form.js',
  'design-table.css', 'design-table.js', 'trail.js', 'comparison.js', 'mapping.js',
];

// GOV.UK Frontend is free to use, but its typeface and its crest are not ours to show: out go @font-face, the name of
// the typeface and whatever rule draws the crest.
const ownFace = {
  name: 'own-face',
  setup(build) {
    build.onLoad({ filter: /govuk-frontend\.min\.css$/ }, async ({ path }) => {
      const css = (await readFile(path, 'utf8'))
        .replace(/@font-face\s*\{[^}]*\}/g, '')
        .replace(/GDS Transport,\s*arial,\s*sans-serif/g, 'var(--app-font)')
        .replace(/[a-z-]+:url\(\/assets\/images\/govuk-crest\.svg\)[^;}]*;?/g, '')
        // a rule for Internet Explorer that no parser of today accepts
        .replace(/@media screen\\0[^{]*\{(?:[^{}]*\{[^{}]*\})*\}/g, '')
        .replace(/\/\*# sourceMappingURL=[^*]*\*\//, '');
      for (const foreign of ['GDS Transport', '@font-face', 'url(/assets', 'crest.svg']) {
        if (css.includes(foreign)) throw new Error(`${path} still has ${foreign}: look at the rules in build.mjs`);
      }
      return { contents: css, loader: 'css' };
    });
  },
};

// The editors' icons come as five kinds of file; every browser of ours reads WOFF2.
const onlyWoff2 = {
  name: 'only-woff2',
  setup(build) {
    build.onLoad({ filter: /[\\/](bpmn|dmn)(-embedded|-codes)?\.css$/ }, async ({ path }) => {
      const css = (await readFile(path, 'utf8'))
        .replace(/src: *url\([^)]*\.eot[^)]*\);/g, '')
        .replace(/src: *url\([^)]*\.eot[^)]*\)[^;]*?(url\([^)]*\.woff2[^)]*\) format\('woff2'\))[^;]*;/g, 'src: $1;');
      return { contents: css, loader: 'css' };
    });
  },
};

// These declare MIT but pack no licence file; their authors are the ones their own pages name.
const MIT_OF = {
  'govuk-frontend': '(C) 2017 Crown Copyright (Government Digital Service)',
  '@bpmn-io/semver-compat': '(c) bpmn.io contributors',
  'component-xor': '(c) Matthew Mueller',
  'dom-iterator': '(c) Matthew Mueller',
};

async function withoutFile(name, license) {
  if (!(name in MIT_OF) || license !== 'MIT') throw new Error(`${name} comes without a licence: look into it`);
  const [, terms] = (await readFile('node_modules/bpmn-moddle/LICENSE', 'utf8')).split(/(?=Permission is hereby)/);
  return `The MIT License (MIT)\n\nCopyright ${MIT_OF[name]}\n\n${terms}`;
}

async function licences(inputs) {
  const folders = new Set(inputs.map((file) => file.match(/^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0]).filter(Boolean));
  const parts = [];
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
    const file = (await readdir(folder)).find((found) => /^licen[cs]e([.-]|$)/i.test(found));
    const words = file ? await readFile(`${folder}/${file}`, 'utf8') : await withoutFile(name, license);
    parts.push(`${name} ${version}\n${'='.repeat(name.length + version.length + 1)}\n\n${words.trim()}\n`);
  }
  return parts.join('\n\n');
}

await rm(FRESH, { recursive: true, force: true });
await mkdir(FRESH, { recursive: true });
const { metafile } = await build({
  entryPoints: ENTRIES.map((entry) => `frontend/src/${entry}`),
  outdir: FRESH,
  entryNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  bundle: true,
  minify: true,
  format: 'iife',
  target: ['chrome109', 'firefox115', 'safari16'],
  charset: 'utf8',
  legalComments: 'none', // all licences, whole, in licences.txt
  loader: { '.woff2': 'file', '.woff': 'file', '.svg': 'file' },
  plugins: [ownFace, onlyWoff2],
  metafile: true,
  logLevel: 'warning',
});

const manifest = {};
for (const [file, { entryPoint }] of Object.entries(metafile.outputs)) {
  if (entryPoint) manifest[path.basename(entryPoint)] = path.basename(file);
}
await writeFile(`${FRESH}/manifest.json`, JSON.stringify(manifest, null, 2) + '\n');
await writeFile(`${FRESH}/licences.txt`, await licences(Object.keys(metafile.inputs)));
await rm(OUT, { recursive: true, force: true });
await rename(FRESH, OUT);

for (const [name, file] of Object.entries(manifest)) {
  const { bytes } = metafile.outputs[`${FRESH}/${file}`];
  console.log(`  ${name.padEnd(12)} ${(bytes / 1024).toFixed(0).padStart(5)} kB  ${file}`);
}
