// One spelling of every word: the enumerations of the engine, the types in engine.d.ts, and the
// options that the page and the terminal offer.

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { loadEngine } from '../../web/cli/load_engine';
import { PARAMS } from '../../web/src/config/schema/schema';

const declarations = join(
  dirname(fileURLToPath(import.meta.url)),
  '../../wasm/bindings/engine.d.ts',
);
const source = ts.createSourceFile(
  'engine.d.ts',
  ts.sys.readFile(declarations) ?? '',
  ts.ScriptTarget.Latest,
  true,
);

/** The words of a type that is made of string literals; undefined for another. */
function wordsOf(type: ts.TypeNode): string[] | undefined {
  const parts = ts.isUnionTypeNode(type) ? [...type.types] : [type];
  const words = parts.flatMap((part) =>
    ts.isLiteralTypeNode(part) && ts.isStringLiteral(part.literal) ? [part.literal.text] : [],
  );
  return words.length === parts.length ? words : undefined;
}

const words = (await loadEngine()).enumWords();
const declared: Record<string, string[]> = {};
/** Fields of Config -> the name of their type. */
const typeOfField: Record<string, string> = {};
source.forEachChild((node) => {
  if (ts.isTypeAliasDeclaration(node)) {
    const own = wordsOf(node.type);
    if (own) declared[node.name.text] = own;
  }
  if (!ts.isInterfaceDeclaration(node) || node.name.text !== 'Config') return;
  for (const field of node.members) {
    if (ts.isPropertySignature(field) && field.type) {
      typeOfField[field.name.getText()] = field.type.getText();
    }
  }
});

it('engine.d.ts has the words of the engine, in its order', () => {
  expect(declared).toEqual(words);
});

it('engine.d.ts has no words outside a named type', () => {
  const inline: string[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isUnionTypeNode(node) && !ts.isTypeAliasDeclaration(node.parent) && wordsOf(node)) {
      inline.push(node.parent.getText());
    }
    node.forEachChild(look);
  };
  look(source);
  expect(inline).toEqual([]);
});

it('page and terminal offer every word of the engine for a choice, and no other', () => {
  const offered = Object.fromEntries(
    PARAMS.flatMap((p) => (p.kind === 'choice' ? [[p.key, p.options.map((o) => o.value).sort()]] : [])),
  );
  const expected = Object.fromEntries(
    Object.entries(typeOfField).flatMap(([field, type]) =>
      type in words ? [[field, [...(words[type] ?? [])].sort()]] : [],
    ),
  );
  expect(Object.keys(expected).length).toBeGreaterThan(5);
  expect(offered).toEqual(expected);
});
