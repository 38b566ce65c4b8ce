/** Ways to ask a person; each throws `Cancelled` when the person leaves. */
export interface Asker {
  text(question: TextQuestion): Promise<string>;
  select(question: ChoiceQuestion): Promise<number>;
  confirm(question: string): Promise<boolean>;
  /** Shows lines in a frame. */
  show(title: string, text: string): void;
}

export interface TextQuestion {
  readonly question: string;
  /** What stands there already. */
  readonly suggested: string;
  /** Grey, while nothing stands there. */
  readonly example?: string;
  /** @returns what is wrong with an answer */
  check(answer: string): string | undefined;
}

/** Answered by the place of a choice, from 0. */
export interface ChoiceQuestion {
  readonly question: string;
  readonly choices: readonly { readonly says: string; readonly hint?: string }[];
}

/** The person left: nothing is done. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}
