// Part of `make lock`: package-lock.json without any address. npm leaves out where packages are downloaded from
// (.npmrc), but keeps where to send money; `npm ci` needs neither.
import { readFile, writeFile } from 'node:fs/promises';

const lock = JSON.parse(await readFile('package-lock.json', 'utf8'));
for (const entry of Object.values(lock.packages)) delete entry.funding;
await writeFile('package-lock.json', JSON.stringify(lock, null, 2) + '\n');
