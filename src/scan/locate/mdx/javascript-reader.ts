import {
  APOSTROPHE,
  ASTERISK,
  BACKSLASH,
  BACKTICK,
  DOLLAR,
  DOT,
  GREATER_THAN,
  HYPHEN,
  isAlphanumeric,
  isLetter,
  isMarkdownSpace,
  LEFT_BRACE,
  LEFT_BRACKET,
  LEFT_PAREN,
  LESS_THAN,
  LF,
  PLUS,
  QUOTE,
  RIGHT_BRACE,
  RIGHT_BRACKET,
  RIGHT_PAREN,
  SEMICOLON,
  SLASH,
  UNDERSCORE,
} from '../characters.js';

/** What is open, told apart by what may stand after its end. */
type Opened = 'braces' | 'block' | 'brackets' | 'condition' | 'template' | 'tag' | 'children';

/** What stands before: only after an operand is `/` a division and `<` a comparison (ECMA-262, 12, "goal symbols"). */
type Before = 'operand' | 'operator' | 'statement';

const operatorWords = new Set(
  'await case default delete export extends import in instanceof new of return throw typeof void yield'.split(' '),
);
const statementWords = new Set(['do', 'else', 'finally', 'try']);
const conditionWords = new Set(['for', 'if', 'while', 'with']);

/**
 * Walks through JavaScript with JSX token by token, as far as it takes to know what is open: brackets, strings,
 * templates, comments, regular expressions, JSX tags and the text between them. Reads each character once.
 */
export class JavaScriptReader {
  /** Where the next token starts; -1 once the text can't be JavaScript. */
  at: number;
  private readonly opened: Opened[] = [];
  private before: Before;
  private word = '';

  constructor(
    private readonly text: string,
    start: number,
    private readonly limit: number,
    before: 'operator' | 'statement',
  ) {
    this.at = start;
    this.before = before;
  }

  /** Whether nothing is open. */
  get isBalanced(): boolean {
    return this.opened.length === 0;
  }

  /** Whether a statement may be over: nothing is open, and no operator waits for its operand. */
  get mayEnd(): boolean {
    return this.isBalanced && this.before !== 'operator';
  }

  get isOver(): boolean {
    return this.at < 0 || this.at >= this.limit;
  }

  /** Reads the next token. */
  step(): void {
    const innermost = this.opened[this.opened.length - 1];
    if (innermost === 'template') this.stepInTemplate();
    else if (innermost === 'tag') this.stepInTag();
    else if (innermost === 'children') this.stepInChildren();
    else this.stepInCode();
  }

  private stepInCode(): void {
    const code = this.text.charCodeAt(this.at);
    if (isMarkdownSpace(code)) this.at++;
    else if (continuesWord(code)) this.readWord();
    else if (code === QUOTE || code === APOSTROPHE) this.readString(code);
    else if (code === SLASH) this.readSlash();
    else if (code === LESS_THAN && this.startsTag()) this.open('tag', 'operator');
    else this.readPunctuator(code);
  }

  private readPunctuator(code: number): void {
    if (code === LEFT_BRACE) this.openBraces();
    else if (code === RIGHT_BRACE) this.closeBraces();
    else if (code === LEFT_PAREN) this.open(conditionWords.has(this.word) ? 'condition' : 'brackets', 'operator');
    else if (code === LEFT_BRACKET) this.open('brackets', 'operator');
    else if (code === RIGHT_PAREN || code === RIGHT_BRACKET) this.closeBrackets();
    else if (code === BACKTICK) this.open('template', 'operator');
    else if (code === BACKSLASH) this.at += 2;
    else this.readOperator(code);
  }

  private readOperator(code: number): void {
    const next = this.text.charCodeAt(this.at + 1);
    const isStep = (code === PLUS || code === HYPHEN) && next === code; // `a++ / b`: an operand before, an operand after
    const isArrow = next === GREATER_THAN && this.text.charAt(this.at) === '=';
    if (!isStep) this.before = isArrow || code === SEMICOLON ? 'statement' : 'operator';
    this.word = '';
    this.at += isStep || isArrow ? 2 : 1;
  }

  private readWord(): void {
    const start = this.at;
    while (this.at < this.limit && continuesWord(this.text.charCodeAt(this.at))) this.at++;
    this.word = this.text.slice(start, this.at);
    if (operatorWords.has(this.word) || this.word.endsWith('.')) this.before = 'operator';
    else this.before = statementWords.has(this.word) ? 'statement' : 'operand';
  }

  private readString(quote: number): void {
    this.at = afterString(this.text, this.at, this.limit, quote);
    this.endOperand();
  }

  private readSlash(): void {
    const next = this.text.charCodeAt(this.at + 1);
    if (next === ASTERISK) this.at = this.afterComment();
    else if (next === SLASH) this.at = this.afterLine();
    else if (this.before === 'operand') this.readOperator(SLASH);
    else {
      this.at = afterRegularExpression(this.text, this.at, this.limit);
      this.endOperand();
    }
  }

  /** Whether a `<` begins JSX: an element or a fragment stands where an operand does. */
  private startsTag(): boolean {
    const next = this.text.charCodeAt(this.at + 1);
    return this.before !== 'operand' && (next === GREATER_THAN || startsWord(next));
  }

  private open(what: Opened, before: Before): void {
    this.opened.push(what);
    this.before = before;
    this.word = '';
    this.at++;
  }

  private openBraces(): void {
    if (this.before === 'operator') this.open('braces', 'operator');
    else this.open('block', 'statement');
  }

  /** Closes the innermost braces; brackets that are open in them are none of valid JavaScript. */
  private closeBraces(): void {
    let closed = this.opened.pop();
    while (closed === 'brackets' || closed === 'condition') closed = this.opened.pop();
    if (closed === undefined) this.at = -1;
    else this.at++;
    this.endOperand();
    if (closed === 'block') this.before = 'statement';
  }

  private closeBrackets(): void {
    const innermost = this.opened[this.opened.length - 1];
    const isOpen = innermost === 'brackets' || innermost === 'condition';
    if (isOpen) this.opened.pop();
    this.at = isOpen ? this.at + 1 : -1;
    this.endOperand();
    if (innermost === 'condition') this.before = 'statement';
  }

  private endOperand(): void {
    this.before = 'operand';
    this.word = '';
  }

  private stepInTemplate(): void {
    const code = this.text.charCodeAt(this.at);
    if (code === BACKTICK) {
      this.opened.pop();
      this.at++;
      this.endOperand();
    } else if (code === DOLLAR && this.text.charCodeAt(this.at + 1) === LEFT_BRACE) {
      this.at++;
      this.open('braces', 'operator');
    } else this.at += code === BACKSLASH ? 2 : 1;
  }

  private stepInTag(): void {
    const { at, text } = this;
    const code = text.charCodeAt(at);
    const next = text.charCodeAt(at + 1);
    if (code === GREATER_THAN) {
      this.opened.pop();
      this.open('children', 'operator');
    } else if (code === SLASH && next === ASTERISK) this.at = this.afterComment();
    else if (code === SLASH && next === SLASH) this.at = this.afterLine();
    else if (code === SLASH) this.endElement();
    else if (code === LEFT_BRACE) this.open('braces', 'operator');
    else if (code === LESS_THAN) this.open('tag', 'operator');
    else if (code === QUOTE || code === APOSTROPHE) this.at = this.afterNext(text.charAt(at), at + 1);
    else this.at++;
  }

  private stepInChildren(): void {
    const { at, text } = this;
    const code = text.charCodeAt(at);
    if (code === LEFT_BRACE) this.open('braces', 'operator');
    else if (code !== LESS_THAN) this.at++;
    else if (text.charCodeAt(at + 1) === SLASH) this.endElement();
    else this.open('tag', 'operator');
  }

  /** After `/>` or `</name>`. */
  private endElement(): void {
    this.opened.pop();
    this.at = this.afterNext('>', this.at);
    this.endOperand();
  }

  private afterComment(): number {
    return this.afterNext('*/', this.at + 2);
  }

  private afterNext(closer: string, from: number): number {
    const found = this.text.indexOf(closer, from);
    return found < 0 || found >= this.limit ? -1 : found + closer.length;
  }

  private afterLine(): number {
    const found = this.text.indexOf('\n', this.at);
    return found < 0 ? this.limit : found;
  }
}

/** -1 where its line doesn't close it. */
function afterString(text: string, start: number, limit: number, quote: number): number {
  for (let at = start + 1; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === LF) return -1;
    if (code === BACKSLASH) at++;
  }
  return -1;
}

/** In a class (`[/]`) a slash ends nothing; -1 where the line doesn't close it. */
function afterRegularExpression(text: string, start: number, limit: number): number {
  let isInClass = false;
  for (let at = start + 1; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === SLASH && !isInClass) return at + 1;
    if (code === LF) return -1;
    if (code === BACKSLASH) at++;
    else if (code === LEFT_BRACKET) isInClass = true;
    else if (code === RIGHT_BRACKET) isInClass = false;
  }
  return -1;
}

const startsWord = (code: number): boolean => isLetter(code) || code === UNDERSCORE || code === DOLLAR || code > 0x7f;

const continuesWord = (code: number): boolean => startsWord(code) || isAlphanumeric(code) || code === DOT;
