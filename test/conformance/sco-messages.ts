/** What the page of the content and the runner say to each other through `window.conformanceRunner`. */
import type { Command } from './script';

/** A call that the page is to make. `{row}` in the first argument stands for the index of the row named. */
export type PlannedCall =
  | {
      readonly operation: string;
      readonly arguments: readonly string[];
      readonly row?: { readonly collection: string; readonly id: string };
    }
  | { readonly operation: 'ids'; readonly collection: string };

export type MadeCall = {
  readonly operation: string;
  readonly arguments: readonly string[];
  readonly value?: string;
  readonly error?: string;
  /** The row that the script names was not there; no call was made. */
  readonly missing?: boolean;
  readonly thrown?: string;
  readonly ids?: readonly string[];
};

export type ScoMessage =
  | { readonly kind: 'started'; readonly href: string; readonly apiFound: boolean; readonly apiVersion: string | null }
  | { readonly kind: 'done'; readonly href: string; readonly results: readonly MadeCall[] }
  | { readonly kind: 'gone'; readonly href: string; readonly results: readonly MadeCall[] };

/** The answer to `started`. */
export type Plan = { readonly stop: true } | { readonly commands: readonly PlannedCall[] };

/** How a command of a script is called. */
export function plannedCall(command: Command): PlannedCall {
  switch (command.verb) {
    case 'initialize':
      return { operation: 'Initialize', arguments: [command.argument] };
    case 'commit':
      return { operation: 'Commit', arguments: [command.argument] };
    case 'get':
      return { operation: 'GetValue', arguments: [command.element.name], ...rowOf(command) };
    case 'set':
      return { operation: 'SetValue', arguments: [command.element.name, command.value], ...rowOf(command) };
    case 'error-string':
      return { operation: 'GetErrorString', arguments: [command.code] };
    case 'diagnostic':
      return { operation: 'GetDiagnostic', arguments: [command.code] };
    case 'last-error':
      return { operation: 'GetLastError', arguments: [] };
    case 'objective-ids':
      return { operation: 'ids', collection: 'cmi.objectives' };
  }
}

const rowOf = ({ element }: Extract<Command, { verb: 'get' | 'set' }>) =>
  element.row === undefined ? {} : { row: element.row };
