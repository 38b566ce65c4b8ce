import { NumberStack } from '../../number-stack.js';

/** An opening bracket that waits for its closing one: CommonMark, Appendix, "delimiter stack". */
export interface OpenBracket {
  readonly isImage: boolean;
  /** Where its text begins, after the bracket. */
  readonly textStart: number;
  /** A link's text can't hold a link: once it does, the bracket opens none. */
  readonly isActive: boolean;
  /** Another bracket opened after it, so that its text is no label. */
  readonly holdsBracket: boolean;
}

const image = 1;
const holdsBracket = 2;

/** The stack of open brackets, each kept as one number so that millions of them cost little. */
export class Brackets {
  private readonly stack = new NumberStack();
  /** Links below this height are inactive. */
  private inactive = 0;

  push(textStart: number, isImage: boolean): void {
    const outer = this.stack.last;
    if (outer !== undefined && outer % 4 < holdsBracket) this.stack.replaceLast(outer + holdsBracket);
    this.stack.push(textStart * 4 + (isImage ? image : 0));
  }

  pop(): OpenBracket | undefined {
    const top = this.stack.pop();
    if (top === undefined) return undefined;
    const { height } = this.stack;
    const isImage = top % 2 === image;
    const isActive = isImage || height >= this.inactive;
    this.inactive = Math.min(this.inactive, height);
    return { isImage, textStart: Math.floor(top / 4), isActive, holdsBracket: top % 4 >= holdsBracket };
  }

  /** A link was made: what is open holds it. */
  deactivateLinks(): void {
    this.inactive = this.stack.height;
  }
}
