import type { ColumnType } from '../schemas/data';

interface Base<Name extends string> {
  /** Of the parameter. */
  name: Name;
  label: string;
  /** A plain sentence on what it does. */
  help?: string;
  /** Shown only while another parameter has one of these values. */
  when?: { name: Name; is: readonly (string | boolean)[] };
}

/** A control of the window for one parameter of a step. */
export type Field<Name extends string> =
  /** Names of columns (string[]), or of one column (string, or null where none may be chosen). */
  | (Base<Name> & { control: 'columns'; types?: readonly ColumnType[]; emptyMeans?: string })
  | (Base<Name> & { control: 'column'; types?: readonly ColumnType[]; optional?: string })
  | (Base<Name> & { control: 'choice'; options: readonly { value: string; label: string; note?: string }[] })
  /** A number, or null where `emptyMeans` says what that means. */
  | (Base<Name> & {
      control: 'number';
      minimum?: number;
      maximum?: number;
      whole?: boolean;
      emptyMeans?: string;
    })
  | (Base<Name> & { control: 'text'; placeholder?: string; lines?: number })
  | (Base<Name> & { control: 'toggle' })
  /** A list of texts (string[]). */
  | (Base<Name> & { control: 'words'; placeholder?: string })
  /** {from: string; to: string}[]: old and new names, or values. */
  | (Base<Name> & { control: 'pairs'; from: string; to: string; fromColumns?: boolean })
  /** {to: string; from: string[]}[]: texts that become one. */
  | (Base<Name> & { control: 'groups' })
  /** A tree of conditions, see conditions.ts. */
  | (Base<Name> & { control: 'conditions' })
  /** {column, measure, name}[], see measures.ts. */
  | (Base<Name> & { control: 'measures' });
