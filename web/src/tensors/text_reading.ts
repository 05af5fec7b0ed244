// How a table of text is to be read where more than one way makes sense. What is left undefined is
// judged by the text itself.

export interface TextReading {
  /** Is the first row names? */
  readonly header?: boolean;
  /** Is the first column names or an index? */
  readonly index?: boolean;
  /** Marks the decimals. */
  readonly decimal?: '.' | ',';
  /** Between the numbers of a row; none: one number a row. */
  readonly delimiter?: Delimiter;
}

export type Delimiter = '\t' | ';' | ',' | '|' | ' ' | 'none';

export const AS_FOUND: TextReading = {};
