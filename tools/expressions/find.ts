import ts from 'typescript';

/** A regular expression as it stands in a source file. */
export interface Expression {
  /** `file:line`. */
  at: string;
  source: string;
  flags: string;
}

/** What is filled into a template when the program runs, such as the name of a cookie: a word like any other. */
const FILLED_IN = 'x';

/**
 * The regular expressions of a file: literals, and what `RegExp` is called with where that is written out.
 * @throws Error naming the place of an expression that is put together elsewhere, and so cannot be read
 */
export function expressionsIn(file: string, text: string): Expression[] {
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const parsed = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false, kind);
  const found: Expression[] = [];
  const visit = (node: ts.Node): void => {
    const at = `${file}:${parsed.getLineAndCharacterOfPosition(node.getStart(parsed)).line + 1}`;
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      found.push({ at, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    } else if (isConstruction(node)) {
      const [source, flags] = (node.arguments ?? []).map(writtenOut);
      if (source === undefined) throw new Error(`${at}: write the expression out in the call of RegExp`);
      found.push({ at, source, flags: flags ?? '' });
    }
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  return found;
}

function isConstruction(node: ts.Node): node is ts.NewExpression | ts.CallExpression {
  const called = ts.isNewExpression(node) || ts.isCallExpression(node) ? node.expression : undefined;
  return called !== undefined && ts.isIdentifier(called) && called.text === 'RegExp';
}

function writtenOut(node: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => FILLED_IN + literal.text).join('');
}
